"""The scenarios of `intake` with a figure to hold. Each returns 0 when it held, and says what it measured."""

import http.client
import re
import socket
import statistics
import subprocess
import threading
import time

import rig


def verdict(checks):
    """(text, held) each; prints them, returns the exit code."""
    for text, held in checks:
        print(("ok      " if held else "MISSED  ") + text)
    return 0 if all(held for _, held in checks) else 1


def complaints_of(folder):
    log = (folder / "nginx/error.log").read_text(errors="replace")
    return len(re.findall("Resource temporarily unavailable", log)), len(log.splitlines())


def suppliers(folder):
    """Two suppliers whose servers are folders, live."""
    text = ""
    for name in ("Acme", "Globex"):
        (folder / name).mkdir()
        text += (f'[[supplier]]\nname = "{name.lower()}"\nmode = "live"\nurl = "file://{folder}/{name}"\n'
                 f'match = [{{ vendor = "{name}" }}]\n')
    (folder / "suppliers.toml").write_text(text)
    command = [rig.BUILD / "shoporder", "-c", "shoporder.toml", "-q"]
    subprocess.run([*command, "supplier", "import", "suppliers.toml"], cwd=folder, check=True,
                   stdout=subprocess.DEVNULL)
    return command


def peak(folder, arguments):
    rig.fresh(folder / "run")
    folder = folder / "run"
    server = rig.shoporder(folder)
    front = rig.nginx(folder, server)
    command = suppliers(folder)
    ending = threading.Event()
    runs = []

    def dispatch():
        while not ending.is_set():
            done = subprocess.run([*command, "dispatch", "--for", "10s"], cwd=folder, capture_output=True,
                                  text=True)
            runs.append(done.returncode)
            if done.returncode not in (0, 75):
                print(done.stderr[-500:])
            ending.wait(0.2)

    beside = threading.Thread(target=dispatch)
    beside.start()
    try:
        figures = rig.load(front.address, folder, connections=64, rate=2000, duration=arguments.seconds,
                           body=8000)
        peak_mib = server.peak_mib()
    finally:
        ending.set()
        beside.join()
        front.stop()
        server.stop()
    sent = sum(len(list((folder / name).glob("*.xml"))) for name in ("Acme", "Globex"))
    print(f"{figures['per_second']:.0f}/s over {figures['seconds']:.0f} s, p50 {figures['p50_ms']:.1f} ms, "
          f"p99 {figures['p99_ms']:.1f} ms, p99.9 {figures['p999_ms']:.1f} ms; meanwhile {len(runs)} runs of "
          f"dispatch put {sent} documents out; RSS {peak_mib:.1f} MiB")
    return verdict([
        ("at least 2,000 orders a second", figures["per_second"] >= 1980),
        ("p99 under 100 ms", figures["p99_ms"] < 100),
        ("not one error", figures["clean"]),
        ("dispatch worked", sent > 0 and all(code in (0, 75) for code in runs)),
        ("RSS under 48 MiB", peak_mib < 48),
    ])


def burst(folder, arguments):
    folder = rig.fresh(folder / "run")
    server = rig.shoporder(folder)
    front = rig.nginx(folder, server)
    try:
        figures = rig.load(front.address, folder, connections=200, duration=arguments.seconds, body=8000)
        peak_mib = server.peak_mib()
        unavailable, lines = complaints_of(folder)
    finally:
        front.stop()
        server.stop()
    print(f"{figures['per_second']:.0f}/s with 200 connections, p99 {figures['p99_ms']:.1f} ms, statuses "
          f"{figures['statuses']}; nginx logged {lines} lines; RSS {peak_mib:.1f} MiB")
    return verdict([
        ("every answer 2xx", figures["clean"]),
        ("nginx saw no full backlog", unavailable == 0),
        ("RSS under 48 MiB", peak_mib < 48),
    ])


class Drip:
    """Clients that send a byte now and then and never end."""

    def __init__(self, address, count):
        self.sockets = [(Drip.connect(address), address, [0]) for _ in range(count)]
        self.ending = threading.Event()
        self.cut = 0
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        head = b"POST /webhooks/orders/create HTTP/1.1\r\nHost: a\r\nContent-Length: 8000\r\n\r\n"
        while not self.ending.wait(0.2):
            for place, (each, address, sent) in enumerate(self.sockets):
                try:
                    each.send(head[sent[0]:sent[0] + 1] if sent[0] < len(head) else b"x")
                    sent[0] += 1
                except OSError:
                    # Cut off, as it should be; there is always another one.
                    self.cut += 1
                    each.close()
                    again = Drip.connect(address)
                    self.sockets[place] = (again, address, [0])

    @staticmethod
    def connect(address):
        if address.startswith("unix:"):
            each = socket.socket(socket.AF_UNIX)
            each.connect(address[5:])
            return each
        host, port = address.rsplit(":", 1)
        return socket.create_connection((host, int(port)))

    def stop(self):
        self.ending.set()
        self.thread.join()
        for each, _, _ in self.sockets:
            each.close()


def slow(folder, arguments):
    folder = rig.fresh(folder / "run")
    server = rig.shoporder(folder)
    front = rig.nginx(folder, server)
    # nginx lets one address hold 256 connections; all of these come from one.
    site = folder / "nginx/site.conf"
    site.write_text(site.read_text().replace("limit_conn shoporder_address 256;", ""))
    front.stop()
    subprocess.run(["rm", "-rf", folder / "nginx/error.log"], check=True)
    front = rig.Server("nginx2", folder, front.process.args, front.address)
    checks = []
    try:
        for where, count, address in (("nginx", 500, front.address), ("the socket", 40, server.address)):
            drip = Drip(address, count)
            time.sleep(1)
            figures = rig.load(address, folder, connections=1, rate=20, duration=min(arguments.seconds, 15),
                               body=8000, first_id=5_500_000_000_000 + count)
            drip.stop()
            print(f"{count} slow clients on {where} ({drip.cut} cut off): healthy p50 {figures['p50_ms']:.1f} ms, "
                  f"max {figures['max_ms']:.1f} ms")
            checks.append((f"a healthy request on {where} under 1 s",
                           figures["clean"] and figures["max_ms"] < 1000 and figures["good"] > 0))
        peak_mib = server.peak_mib()
        checks.append((f"RSS {peak_mib:.1f} MiB, under 48", peak_mib < 48))
    finally:
        front.stop()
        server.stop()
    return verdict(checks)


def million(folder, arguments):
    folder = rig.fresh(folder / "full")
    (folder / "body").write_bytes(subprocess.check_output([rig.LOAD, "--print-body", "--body", "8000"]))
    begun = time.monotonic()
    subprocess.check_call([rig.need(rig.BUILD / "bin/bare_sqlite", rig.BUILT), folder / "shoporder.db",
                           folder / "body", "0", "1000000"], stdout=subprocess.DEVNULL)
    size = (folder / "shoporder.db").stat().st_size
    print(f"a million orders in {time.monotonic() - begun:.0f} s, {size / 2**30:.2f} GiB")
    rates = {"empty": [], "full": []}
    seconds = min(arguments.seconds, 10)
    for turn in range(arguments.rounds):
        for name in rates:
            place = folder if name == "full" else rig.fresh(folder.parent / "empty")
            server = rig.shoporder(place)
            try:
                figures = rig.load(server.address, place, connections=64, duration=seconds, body=8000,
                                   first_id=6_000_000_000_000 + turn * 10_000_000)
            finally:
                server.stop()
            rates[name].append(figures["per_second"])
            print(f"{name}: {figures['per_second']:.0f}/s, p99 {figures['p99_ms']:.1f} ms")
    share = statistics.median(rates["full"]) / statistics.median(rates["empty"])
    return verdict([(f"with a million orders {100 * share:.0f} % of the empty database's throughput, "
                     "at least 75", share >= 0.75)])


def slow_disk(folder, arguments):
    folder = rig.fresh(folder / "run")
    shim = rig.need(rig.BUILD / "lib/disk_faults.so", rig.BUILT)
    server = rig.shoporder(folder, {"LD_PRELOAD": shim, "DISK_FAULTS": "delay=10"})
    try:
        figures = rig.load(server.address, folder, connections=32, duration=min(arguments.seconds, 20),
                           body=8000)
    finally:
        server.stop()
    print(f"{figures['per_second']:.0f}/s, p50 {figures['p50_ms']:.1f} ms, p99 {figures['p99_ms']:.1f} ms")
    return verdict([("at least 1,000 orders a second", figures["per_second"] >= 1000 and figures["clean"])])


class Readers:
    """Clients of the read-only API that ask one question after the other."""

    PATHS = ["/orders?limit=100", "/deliveries?state=all&limit=100", "/status", "/metrics", "/events?limit=100"]

    def __init__(self, address, token, count):
        self.address, self.token = address, token
        self.ending = threading.Event()
        self.took, self.statuses = [], {}
        self.threads = [threading.Thread(target=self.run, args=(i,)) for i in range(count)]
        for thread in self.threads:
            thread.start()

    def run(self, turn):
        connection = http.client.HTTPConnection(self.address, timeout=10)
        while not self.ending.is_set():
            path = self.PATHS[turn % len(self.PATHS)]
            turn += 1
            begun = time.monotonic()
            try:
                connection.request("GET", path, headers={"Authorization": "Bearer " + self.token})
                answer = connection.getresponse()
                answer.read()
                status = answer.status
            except (OSError, http.client.HTTPException):
                connection.close()
                status = "cut"
            self.took.append(time.monotonic() - begun)
            self.statuses[status] = self.statuses.get(status, 0) + 1

    def stop(self):
        self.ending.set()
        for thread in self.threads:
            thread.join()
        return sorted(self.took)


def readers(folder, arguments):
    """Does intake feel eight readers? Its p99 at a steady rate alone and beside them, turn by turn."""
    folder = rig.fresh(folder / "run")
    token = "a-token-of-the-benchmark"
    server = rig.shoporder(folder, {"SHOPORDER_CREDENTIAL_API": token},
                           'admin_listen = "127.0.0.1:0"\nadmin_credential = "api"\n')
    p99 = {"alone": [], "beside": []}
    clean, asked, statuses = True, [], {}
    try:
        admin = re.search(r"127\.0\.0\.1:\d+", (folder / "shoporder.log").read_text()).group()
        rig.load(server.address, folder, connections=64, duration=min(arguments.seconds, 10), body=8000)
        for turn in range(arguments.rounds):
            for name in p99:
                crowd = Readers(admin, token, 8) if name == "beside" else None
                figures = rig.load(server.address, folder, connections=32, rate=300, body=8000,
                                   duration=min(arguments.seconds, 10),
                                   first_id=6_000_000_000_000 + (2 * turn + (crowd is not None)) * 10_000_000)
                if crowd:
                    asked += crowd.stop()
                    for status, count in crowd.statuses.items():
                        statuses[status] = statuses.get(status, 0) + count
                p99[name].append(figures["p99_ms"])
                clean = clean and figures["clean"]
        peak_mib = server.peak_mib()
    finally:
        server.stop()
    asked.sort()
    alone, beside = (statistics.median(p99[name]) for name in ("alone", "beside"))
    print(f"intake's p99 at 300/s: {alone:.1f} ms alone, {beside:.1f} ms beside 8 readers, who asked {len(asked)} "
          f"questions {statuses}, p50 {1000 * asked[len(asked) // 2]:.0f} ms, "
          f"p99 {1000 * asked[int(0.99 * len(asked))]:.0f} ms; RSS {peak_mib:.1f} MiB")
    return verdict([
        ("p99 beside 8 readers under 100 ms", beside < 100),
        ("not one order refused", clean),
        ("readers are answered", statuses.get(200, 0) > 0 and set(statuses) <= {200, 503}),
    ])


SCENARIOS = {"peak": peak, "burst": burst, "slow": slow, "million": million, "slow-disk": slow_disk,
             "readers": readers}
