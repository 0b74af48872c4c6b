"""A database of a shop of years for the benchmark of the operator's commands: some orders taken in, planned and sent by
shoporder itself, and their rows multiplied in SQL."""

import contextlib
import copy
import json
import pathlib
import sqlite3
import subprocess
import time

import rig

SEEDS = 2000      # orders that shoporder itself has worked on; every other one for two suppliers
TROUBLE = 10      # of them nobody's goods
HOUR = 40         # orders of the last hour: as many as such a shop has
DAY = 86400 * 1_000_000  # microseconds
SPAN = 3 * 365 * DAY     # over which all of them came
BODY = rig.SOURCE / "tests/data/bodies/order_two_suppliers.json"

# The columns that number a row of the seeds, by table: each copy's are moved by what no other has.
NUMBERS = {
    "webhooks": ["id", "order_id"], "orders": ["id", "webhook", "marked"], "order_marks": ["order_id"],
    "documents": ["id"],
    "deliveries": ["id", "order_id", "document_id"], "delivery_lines": ["delivery_id"],
    "attempts": ["id", "document_id"], "events": ["id", "order_id", "delivery_id", "webhook"],
}
MOMENTS = {"at", "created_at", "updated_at", "triggered_at", "received_at", "first_seen", "rendered_at", "uploaded_at",
           "started_at", "ended_at", "changed_at", "since", "owed", "due_at"}
STEP = 1_000_000  # more than there are seeds' rows of a kind


def run(folder, *words, accepted=(0,), **options):
    done = subprocess.run([rig.need(rig.BUILD / "shoporder", rig.BUILT), "-c", folder / "shoporder.toml", *words],
                          cwd=folder, capture_output=True, text=True, **options)
    if done.returncode not in accepted:
        raise SystemExit(f"{' '.join(map(str, words))}: {done.returncode} {done.stderr}")
    return done.stdout


def order(number, now, beyond=0):
    body = json.loads(BODY.read_text())
    body["id"] = 10 + number + beyond
    body["number"], body["order_number"], body["name"] = number, 1000 + number, f"#{1000 + number}"
    body["admin_graphql_api_id"] = f"gid://shopify/Order/{body['id']}"
    body["email"] = body["contact_email"] = f"shopper{number}@example.com"
    body["created_at"] = body["updated_at"] = body["processed_at"] = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now))
    if "customer" in body:
        body["customer"].update(id=7_000_000_000 + number, email=body["email"], phone=None)
    lines = copy.deepcopy(body["line_items"])
    body["line_items"] = lines if number % 2 else [line for line in lines if line["vendor"] == "Acme"]
    if number <= TROUBLE:
        for line in body["line_items"]:
            line["vendor"], line["sku"] = "Nobody", ""
    return body


def seed(folder):
    rig.fresh(folder)
    rig.write_settings(folder)
    (folder / "inbox").mkdir()
    (folder / "suppliers.toml").write_text("".join(
        f'[[supplier]]\nname = "{name.lower()}"\nmode = "live"\nurl = "file://{folder}/inbox"\n'
        f'match = [{{ vendor = "{name}" }}]\n' for name in ("Acme", "Globex")))
    now = time.time()
    (folder / "orders.json").write_text(json.dumps({"orders": [order(n, now) for n in range(1, SEEDS + 1)]}))
    run(folder, "-q", "migrate", "--yes")
    run(folder, "-q", "supplier", "import", "suppliers.toml")
    run(folder, "-q", "order", "import", "orders.json", "--yes")
    run(folder, "-q", "dispatch", "--for", "10m")
    with contextlib.closing(sqlite3.connect(folder / "shoporder.db")) as database:
        sent, of = database.execute("SELECT sum(state = 'uploaded'), count(*) FROM deliveries").fetchone()
    if sent < 0.99 * of:
        raise SystemExit(f"only {sent} of {of} deliveries were sent: this is no shop of years")


def multiply(folder, orders):
    """Ids rise with time, as they do in a shop: the seeds become the oldest, their copies lie behind each other up to
    yesterday."""
    copies = orders // SEEDS
    with contextlib.closing(sqlite3.connect(folder / "shoporder.db", isolation_level=None)) as database:
        database.executescript("PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; PRAGMA cache_size = -500000;")
        columns = {table: [row[1] for row in database.execute(f"PRAGMA table_info({table})")] for table in NUMBERS}
        rows = {table: database.execute(f"SELECT {', '.join(columns[table])} FROM {table}").fetchall()
                for table in NUMBERS}
        database.execute("BEGIN")
        for table, names in columns.items():
            if moments := [name for name in names if name in MOMENTS]:
                database.execute(f"UPDATE {table} SET " + ", ".join(
                    f"{name} = CASE WHEN {name} THEN {name} - {SPAN} ELSE {name} END" for name in moments))
        for turn in range(1, copies):
            move, back = turn * STEP, SPAN - turn * ((SPAN - DAY) // (copies - 1))
            for table, names in columns.items():
                change = []
                for at, name in enumerate(names):
                    if name in NUMBERS[table]:
                        change.append((at, move))
                    elif name in MOMENTS:
                        change.append((at, -back))
                words = [at for at, name in enumerate(names) if name in ("po_number", "file_name", "name")]
                numbers = [at for at, name in enumerate(names) if name == "number"]
                batch = []
                for row in rows[table]:
                    row = list(row)
                    for at, by in change:
                        if row[at]:
                            row[at] += by
                    for at in words:
                        row[at] = f"{row[at]}-{turn}"
                    for at in numbers:
                        row[at] += turn * SEEDS
                    batch.append(row)
                database.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
                                     batch)
        database.execute(f"UPDATE counters SET count = count * {copies}")
        database.execute("COMMIT")
        database.executescript("PRAGMA journal_mode = WAL;")


def last_hour(folder, orders):
    """What comes today, and is planned and sent beside all the others."""
    now, beyond = time.time(), orders // SEEDS * STEP
    today = [order(orders + n, now - 3000 + 60 * n, beyond) for n in range(1, HOUR + 1)]
    (folder / "today.json").write_text(json.dumps({"orders": today}))
    run(folder, "-q", "order", "import", "today.json", "--yes")
    run(folder, "-q", "dispatch", "--for", "10m")


def prepare(folder, orders):
    begun = time.monotonic()
    seed(folder)
    seeded = time.monotonic()
    multiply(folder, orders)
    last_hour(folder, orders)
    with contextlib.closing(sqlite3.connect(folder / "shoporder.db")) as database:
        counts = {table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in NUMBERS}
    size = sum(pathlib.Path(f"{folder}/shoporder.db{part}").stat().st_size for part in ("", "-wal")
               if pathlib.Path(f"{folder}/shoporder.db{part}").exists())
    print(f"{counts['orders']} orders, {counts['deliveries']} deliveries, {counts['events']} events, "
          f"{size / 2**30:.2f} GiB; {SEEDS} of them made in {seeded - begun:.0f} s, multiplied in "
          f"{time.monotonic() - seeded:.0f} s", flush=True)
    return folder
