"""What the tests against Shopify's API share: the server (server.mjs), a shop's configuration, the real `shoporder`."""
import base64
import hashlib
import hmac
import http.client
import json
import os
import pathlib
import shutil
import socket
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
BINARY = pathlib.Path(os.environ.get("SHOPORDER_BINARY_DIR", HERE.parent.parent / "build")) / "shoporder"
SHOP = "demo.myshopify.com"
SECRET = "shpss_test_secret"
failures = []


def skip(reason):
    print(f"SKIPPED: {reason}")
    sys.exit(77)


def expect(what, wanted, got):
    if wanted == got:
        print(f"ok      {what}: {got}"[:300])
    else:
        print(f"FAILED  {what}: wanted {wanted!r}, got {got!r}"[:2000])
        failures.append(what)


def contains(what, words, text):
    expect(what, words, words if words in text else text[-600:])


def finish():
    if failures:
        print(f"FAILED: {len(failures)} checks")
    sys.exit(1 if failures else 0)


def packages():
    done = subprocess.run([HERE / "packages"], capture_output=True, text=True)
    if done.returncode == 77:
        skip(done.stderr.strip())
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return pathlib.Path(done.stdout.strip())


class Trial:
    """A shop, its server and a folder for `shoporder`; all of it goes when the block ends."""

    def __init__(self, rate=1_000_000, credentials="token", api=""):
        if not BINARY.exists():
            skip(f"no binary at {BINARY}")
        needs = packages()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="shoporder-shopify."))
        self.children = []
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
                        "-keyout", self.folder / "key.pem", "-out", self.folder / "cert.pem"], check=True, capture_output=True)
        port_file = self.folder / "port"
        environment = dict(os.environ, SHOPORDER_NODE_MODULES=str(needs / "node_modules"))
        self.log = open(self.folder / "server.log", "w")
        self.children.append(subprocess.Popen(
            ["node", HERE / "server.mjs", "--schema", needs / "schemas/admin_2026-10.json.gz", "--key", self.folder / "key.pem",
             "--cert", self.folder / "cert.pem", "--port-file", port_file, "--rate", str(rate)],
            env=environment, stdin=subprocess.PIPE, stdout=self.log, stderr=self.log))
        self.wait_for(port_file.exists, "the test's Shopify")
        self.port = int(port_file.read_text())
        self.trust = ssl.create_default_context(cafile=str(self.folder / "cert.pem"))
        self.configure(credentials, api)

    def configure(self, credentials="token", api=""):
        """credentials: "token" (stored) or "grant" (an app's id and secret)."""
        folder = self.folder
        (folder / "credentials").mkdir(mode=0o700, exist_ok=True)
        (folder / "acme").mkdir(exist_ok=True)
        for name, value in (("shopify-token", "shpat_test_token"), ("shopify-secret", SECRET)):
            (folder / "credentials" / name).write_text(value)
            (folder / "credentials" / name).chmod(0o600)
        asks = {"token": 'api.token = "shopify-token"', "grant": 'api.client_id = "a1b2c3"'}[credentials]
        (folder / "shoporder.toml").write_text(f"""
database = "{folder}/state/shoporder.db"
credentials = "{folder}/credentials"
listen = ["127.0.0.1:{free_port()}"]
[remote]
ca_file = "{folder}/cert.pem"
[[shop]]
domain = "{SHOP}"
secrets = ["shopify-secret"]
start = 2026-01-01T00:00:00Z
api.address = "https://localhost:{self.port}"
{asks}
{api}
""")
        (folder / "suppliers.toml").write_text(f"""
[[supplier]]
name = "acme"
mode = "live"
url = "file://{folder}/acme"
match = [{{ vendor = "Acme" }}]
""")
        (folder / "state").mkdir(mode=0o700, exist_ok=True)

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        for child in self.children:
            child.terminate()
        for child in self.children:
            child.wait()
        self.log.close()
        if failures:
            print((self.folder / "server.log").read_text()[-2000:])
        shutil.rmtree(self.folder, ignore_errors=True)

    @staticmethod
    def wait_for(true, what, seconds=60):
        end = time.monotonic() + seconds
        while not true():
            if time.monotonic() > end:
                raise RuntimeError(f"{what} does not come")
            time.sleep(0.02)

    def control(self, do, **more):
        connection = http.client.HTTPSConnection("localhost", self.port, context=self.trust, timeout=60)
        connection.request("POST", "/control", json.dumps({"do": do, **more}))
        reply = connection.getresponse()
        text = reply.read().decode()
        connection.close()
        if reply.status != 200:
            raise RuntimeError(text)
        return json.loads(text)

    def run(self, *words, check=None, text=None):
        done = subprocess.run([BINARY, "--config", self.folder / "shoporder.toml", *words], capture_output=True, text=True, input=text)
        if check is not None and done.returncode != check:
            raise RuntimeError(f"{words}: exit {done.returncode}\n{done.stdout[-1500:]}{done.stderr[-1500:]}")
        return done

    def prepare(self):
        self.run("migrate", check=0)
        self.run("supplier", "import", str(self.folder / "suppliers.toml"), check=0)

    def serve(self):
        """The receiver, for webhooks; returns what posts one."""
        text = (self.folder / "shoporder.toml").read_text()
        port = int(text.split('listen = ["127.0.0.1:')[1].split('"')[0])
        self.children.append(subprocess.Popen([BINARY, "--config", self.folder / "shoporder.toml", "serve"],
                                              stdout=self.log, stderr=self.log))

        def listens():
            with socket.socket() as s:
                return s.connect_ex(("127.0.0.1", port)) == 0
        self.wait_for(listens, "serve")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        sent = [0]

        def post(body, topic="orders/updated"):
            sent[0] += 1
            raw = body.encode()
            digest = base64.b64encode(hmac.new(SECRET.encode(), raw, hashlib.sha256).digest()).decode()
            connection.close()  # serve ends one that was idle for a while
            connection.request("POST", "/webhook", raw, {
                "Content-Type": "application/json", "X-Shopify-Topic": topic, "X-Shopify-Hmac-Sha256": digest,
                "X-Shopify-Shop-Domain": SHOP, "X-Shopify-Webhook-Id": f"w-{sent[0]}",
                "X-Shopify-Triggered-At": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())})
            reply = connection.getresponse()
            reply.read()
            if reply.status != 200:
                raise RuntimeError(f"serve answered {reply.status}")
        return post

    def rows(self, sql, *values):
        with sqlite3.connect(f"file:{self.folder}/state/shoporder.db?mode=ro", uri=True) as database:
            return database.execute(sql, values).fetchall()

    def write(self, sql):
        """What only time would do."""
        with sqlite3.connect(self.folder / "state/shoporder.db", timeout=30) as database:
            database.execute(sql)

    def files(self):
        return sorted(p.name for p in (self.folder / "acme").iterdir())


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def line(sku, quantity=1, price=12.5, held=False, vendor="Acme"):
    return {"sku": sku, "quantity": quantity, "price": price, "held": held, "vendor": vendor}
