"""What benchmarks and proofs of intake share: servers started on sockets of their own, measured and ended."""

import contextlib
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import time

SOURCE = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("SHOPORDER_BUILD", SOURCE / "build"))
TICKS = os.sysconf("SC_CLK_TCK")
SHOP = "demo.myshopify.com"


def need(path, how):
    if not pathlib.Path(path).exists():
        sys.exit(f"no {path}; {how}")
    return str(path)


LOAD = BUILD / "bin/load"
BUILT = "share/build -DSHOPORDER_TESTS=ON -DSHOPORDER_BENCHMARKS=ON"


def processes_below(pid):
    """The process and its descendants."""
    out = [pid]
    for each in out:
        with contextlib.suppress(FileNotFoundError):
            for task in os.listdir(f"/proc/{each}/task"):
                children = pathlib.Path(f"/proc/{each}/task/{task}/children")
                with contextlib.suppress(FileNotFoundError):
                    out += [int(child) for child in children.read_text().split()]
    return out


class Server:
    """One server under test with its folder; `address` is what load is pointed at."""

    def __init__(self, name, folder, command, address, environment=None):
        self.name, self.folder, self.address = name, folder, address
        self.log = open(folder / f"{name}.log", "wb")
        self.process = subprocess.Popen(
            command, cwd=folder, stdout=self.log, stderr=self.log, start_new_session=True,
            env={**os.environ, **(environment or {})})
        if wait_for(address, self.process):
            return
        self.stop()
        sys.exit(f"{name} did not start:\n{(folder / f'{name}.log').read_text()[-2000:]}")

    def cpu(self):
        """Seconds of processor time so far."""
        total = 0.0
        for pid in processes_below(self.process.pid):
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
                total += (int(fields[11]) + int(fields[12])) / TICKS
        return total

    def peak_mib(self):
        """The most memory it ever had resident, its processes added up."""
        total = 0
        for pid in processes_below(self.process.pid):
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
                    if line.startswith("VmHWM:"):
                        total += int(line.split()[1])
        return total / 1024

    def stop(self):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.log.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fresh(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "secret").touch(0o600)
    (folder / "secret").write_text("hush\n")
    return folder


def write_settings(folder, settings="", secrets='"shopify-secret"'):
    (folder / "shoporder.toml").write_text(
        f'database = "{folder}/shoporder.db"\n{settings}\n[[shop]]\ndomain = "{SHOP}"\n'
        f'secrets = [{secrets}]\nstart = 2026-01-01T00:00:00Z\n')


def serve_command(folder):
    return [need(BUILD / "shoporder", BUILT), "-c", "shoporder.toml", "serve", "--listen", f"unix:{folder}/s.sock"]


def serve_environment(more=None):
    return {**os.environ, "SHOPORDER_CREDENTIAL_SHOPIFY_SECRET": "hush", **(more or {})}


def shoporder(folder, environment=None, settings="", secrets='"shopify-secret"'):
    write_settings(folder, settings, secrets)
    return Server("shoporder", folder, serve_command(folder), f"unix:{folder}/s.sock",
                  serve_environment(environment))


def answers(address):
    """Somebody answers HTTP there, and is ready. A listening socket alone says nothing: `serve` opens it before the
    database, so that nobody is refused meanwhile."""
    try:
        if address.startswith("unix:"):
            probe = socket.socket(socket.AF_UNIX)
            probe.settimeout(5)
            probe.connect(address[5:])
        else:
            host, port = address.rsplit(":", 1)
            probe = socket.create_connection((host, int(port)), 5)
        with probe:
            probe.sendall(b"GET /readyz HTTP/1.0\r\nHost: hooks.example.com\r\n\r\n")
            said = probe.recv(64)
        return said.startswith(b"HTTP/1.") and not said[9:].startswith(b"5")
    except OSError:
        return False


def wait_for(address, process):
    """False when the process ends before anybody accepts there."""
    for _ in range(400):
        if answers(address):
            return True
        if process.poll() is not None:
            return False
        time.sleep(0.05)
    return False


def verify_only(folder):
    return Server("verify_only", folder,
                  [need(BUILD / "bin/verify_only", BUILT), f"unix:{folder}/s.sock",
                   str(folder / "secret")], f"unix:{folder}/s.sock")


def flask(folder, workers=4):
    return Server("flask", folder,
                  [need("/usr/bin/gunicorn", "share/install-needs bench"), "--workers", str(workers),
                   "--bind", f"unix:{folder}/s.sock", "--chdir", str(SOURCE / "tests/bench/flask"),
                   "--log-level", "warning", "--backlog", "1024", "receiver:app"],
                  f"unix:{folder}/s.sock",
                  {"RECEIVER_SECRET": "hush", "RECEIVER_DATABASE": str(folder / "flask.db")})


def nginx(folder, behind):
    """The shipped site on a plain port, before the server `behind`."""
    binary = shutil.which("nginx", path="/usr/sbin:" + os.environ["PATH"]) or subprocess.check_output(
        [SOURCE / "share/unpack", "usr/sbin/nginx", "nginx"], text=True).strip() + "/usr/sbin/nginx"
    root, port = folder / "nginx", free_port()
    root.mkdir()
    site = []
    for line in (SOURCE / "share/nginx/shoporder.conf").read_text().splitlines():
        word = line.strip()
        if word.startswith(("listen [::]", "ssl_")) or word == "listen 80;":
            continue
        line = line.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port} backlog=1024;")
        line = line.replace("unix:/run/shoporder.sock", behind.address)
        site.append(line.replace("/var/log/nginx/", f"{root}/"))
    text = "\n".join(site)
    # The server block of port 80 answers 404 to everything: without its listen line it would take
    # port 80 by default.
    first = text.index("server {\n    server_name hooks.example.com;\n    server_tokens off;\n    # No redirect")
    text = text[:first] + text[text.index("server {", first + 10):]
    (root / "site.conf").write_text(text)
    user = "user root root;" if os.geteuid() == 0 else ""
    temporaries = "".join(f"{kind}_temp_path {root}/{kind};"
                          for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (root / "nginx.conf").write_text(
        f"daemon off; worker_processes 2; pid {root}/pid; error_log {root}/error.log warn; {user}\n"
        f"events {{ worker_connections 2048; }}\nhttp {{ {temporaries} include {root}/site.conf; }}\n")
    return Server("nginx", folder, [binary, "-e", f"{root}/error.log", "-p", str(root), "-c",
                                    f"{root}/nginx.conf"], f"127.0.0.1:{port}")


def load(address, folder, **options):
    """Runs bin/load and returns its figures; `keep_alive=False`, `connections=64`, …"""
    words = [need(LOAD, BUILT), address, "--json", "--secret-file", str(folder / "secret")]
    for name, value in options.items():
        flag = "--" + name.replace("_", "-")
        if name == "keep_alive":
            words += [] if value else ["--no-keep-alive"]
        elif value is True:
            words.append(flag)
        elif value is not False and value is not None:
            words += [flag, str(value)]
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"load: {done.stderr}")
    return json.loads(done.stdout)


def syncs_per_second(folder, seconds=1.0):
    """How often this disk can fdatasync 4 KiB."""
    path = folder / "sync"
    with open(path, "wb", buffering=0) as file:
        count, end = 0, time.monotonic() + seconds
        while time.monotonic() < end:
            file.write(b"x" * 4096)
            os.fdatasync(file.fileno())
            count += 1
    path.unlink()
    return count / seconds
