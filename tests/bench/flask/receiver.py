"""The usual webhook receiver, written well: what `shoporder serve` is measured against.

The same promise: the signature over the raw bytes, the shop known, the order stored with its webhook
in one transaction with synchronous=FULL, duplicates stored once, 200 after the commit. One connection for
each worker, prepared statements (sqlite3 caches them), WAL, a busy timeout, no work that is not asked for.
Run by gunicorn with several workers; see ../intake.
"""

import base64
import hashlib
import hmac
import json
import os
import sqlite3
import threading
import time

from flask import Flask, request

SECRET = os.environ["RECEIVER_SECRET"].encode()
DATABASE = os.environ["RECEIVER_DATABASE"]
SHOP = "demo.myshopify.com"

app = Flask(__name__)
local = threading.local()

SCHEMA = """
CREATE TABLE IF NOT EXISTS webhooks (
    id INTEGER PRIMARY KEY, shop TEXT NOT NULL, webhook_id TEXT NOT NULL, topic TEXT NOT NULL,
    order_id INTEGER NOT NULL, received_at INTEGER NOT NULL, headers TEXT NOT NULL,
    sha256 BLOB NOT NULL, body BLOB NOT NULL, UNIQUE (shop, webhook_id));
CREATE UNIQUE INDEX IF NOT EXISTS webhooks_by_body ON webhooks (order_id, sha256);
CREATE TABLE IF NOT EXISTS orders (
    id INTEGER PRIMARY KEY, shop TEXT NOT NULL, name TEXT NOT NULL, number INTEGER NOT NULL,
    created_at TEXT, updated_at TEXT, cancelled INTEGER NOT NULL, financial TEXT NOT NULL,
    quantity INTEGER NOT NULL, currency TEXT NOT NULL, total TEXT NOT NULL,
    webhook INTEGER NOT NULL, changed INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS orders_changed ON orders (id) WHERE changed = 1;
CREATE INDEX IF NOT EXISTS orders_by_name ON orders (name);
"""


def database():
    if not hasattr(local, "db"):
        db = sqlite3.connect(DATABASE, timeout=5, isolation_level=None)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.executescript(SCHEMA)
        local.db = db
    return local.db


@app.post("/webhooks/<path:topic>")
def webhook(topic):
    body = request.get_data(cache=False)
    presented = request.headers.get("X-Shopify-Hmac-Sha256", "")
    digest = hmac.new(SECRET, body, hashlib.sha256).digest()
    if not hmac.compare_digest(base64.b64encode(digest).decode(), presented):
        return "bad signature\n", 401
    shop = request.headers.get("X-Shopify-Shop-Domain", "")
    if shop != SHOP:
        return "unknown shop\n", 403
    order = json.loads(body)
    headers = "".join(f"{k}: {v}\n" for k, v in request.headers if k.startswith("X-Shopify-"))
    quantity = sum(line.get("current_quantity", 0) for line in order["line_items"])
    db = database()
    db.execute("BEGIN IMMEDIATE")
    try:
        row = db.execute(
            "INSERT INTO webhooks (shop, webhook_id, topic, order_id, received_at, headers, sha256, body)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id",
            (shop, request.headers.get("X-Shopify-Webhook-Id", ""), topic, order["id"],
             time.time_ns() // 1000, headers, hashlib.sha256(body).digest(), body)).fetchone()
        if row is not None:
            db.execute(
                "INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1) ON CONFLICT (id) DO UPDATE"
                " SET updated_at = excluded.updated_at, cancelled = excluded.cancelled,"
                " financial = excluded.financial, quantity = excluded.quantity, webhook = excluded.webhook,"
                " changed = 1 WHERE excluded.updated_at >= orders.updated_at",
                (order["id"], shop, order["name"], order["order_number"], order["created_at"],
                 order["updated_at"], order["cancelled_at"] is not None, order["financial_status"],
                 quantity, order["currency"], order["total_price"], row[0]))
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise
    return "stored\n" if row is not None else "known already\n"


@app.get("/readyz")
def ready():
    return "ready\n"
