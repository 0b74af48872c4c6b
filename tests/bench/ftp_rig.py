"""What the benchmark of delivery shares: a vsftpd of its own, the senders that are compared, and their figures."""

import collections
import contextlib
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time

import rig

HERE = pathlib.Path(__file__).resolve().parent
FTP_SERVER = HERE.parent / "support/ftp-server"
PASSWORD = "hush"


class Skipped(Exception):
    """What this machine, or this binary, cannot do; said loudly, never a failure."""


class Vsftpd:
    """One server with the folder `in`; `inside` is the command that enters its network namespace."""

    def __init__(self, folder, address="127.0.0.1", inside=(), log=False):
        folder.mkdir(parents=True)
        folder.chmod(0o711)  # its sessions belong to another user
        self.folder, self.address, self.port = folder, address, rig.free_port()
        (folder / "password").write_text(PASSWORD + "\n")
        # A line for every command costs the server as much as some of the commands.
        lines = [] if log else ["--set", "log_ftp_protocol=NO", "--set", "xferlog_enable=NO"]
        self.log = open(folder / "ftp-server.log", "wb")
        # Ends with this process, however that ends; a session cut off by a dead line a minute later.
        self.process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "TERM", "--", *inside, FTP_SERVER, "run", "vsftpd", folder / "server",
             "--port", str(self.port), "--address", address, "--password-file", folder / "password",
             "--folder", "in", *lines], stdout=self.log, stderr=self.log)
        waited = subprocess.run([*inside, FTP_SERVER, "wait", str(self.port), "30", "--address", address], capture_output=True)
        if waited.returncode != 0:
            self.stop()
            raise Skipped("no vsftpd: " + (folder / "ftp-server.log").read_text(errors="replace").strip())
        self.files = folder / "server/files/in"

    def url(self):
        return f"ftp://ftp@{self.address}:{self.port}/in"

    def empty(self):
        for path in self.files.iterdir():
            path.unlink()

    def commands(self):
        """How often each verb was received since the last time."""
        log = self.folder / "server/server.log"
        counts = collections.Counter(re.findall(r'FTP command: .*"([A-Za-z]+)', log.read_text(errors="replace")))
        log.write_text("")
        return counts

    def stop(self):
        # Its sessions have process groups of their own, and one that waits for a far client hears nothing.
        sessions = rig.processes_below(self.process.pid)[1:]
        self.process.terminate()
        self.process.wait(20)
        for pid in sessions:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.log.close()


def measured(command, cwd=None, environment=None, accepted=(0,)):
    """Runs it to its end: wall and processor seconds of it and its children, and its most memory."""
    output = pathlib.Path(cwd or ".") / "output"
    with open(output, "wb") as file:
        begun = time.monotonic()
        process = subprocess.Popen(["setpriv", "--pdeathsig", "KILL", "--", *(str(word) for word in command)], cwd=cwd,
                                   stdout=file, stderr=file, stdin=subprocess.DEVNULL,
                                   env={**os.environ, **(environment or {})})
        try:
            _, status, used = os.wait4(process.pid, 0)
        except BaseException:  # before the line goes, so that the server hears of it
            process.kill()
            process.wait()
            raise
        wall = time.monotonic() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in accepted:
        sys.exit(f"{command} ended with {process.returncode}:\n{output.read_text(errors='replace')[-2000:]}")
    return {"wall": wall, "cpu": used.ru_utime + used.ru_stime, "user": used.ru_utime, "rss_mib": used.ru_maxrss / 1024}


def bare(server, corpus, inside=()):
    return measured([*inside, rig.need(rig.BUILD / "bin/bare_ftp", rig.BUILT), server.url(), corpus],
                    corpus.parent, {"FTP_PASSWORD": PASSWORD})


def ftplib(server, corpus, inside=(), look=True):
    return measured([*inside, sys.executable, HERE / "ftplib_put.py", *([] if look else ["--no-size"]), server.address,
                     str(server.port), "ftp", "in", corpus], corpus.parent, {"FTP_PASSWORD": PASSWORD})


def lftp(server, corpus, inside=(), connections=4):
    """Its defaults but for the temporary name; a script, so that no argument holds the password."""
    if not shutil.which("lftp"):
        raise Skipped("no lftp: share/install-needs bench")
    script = corpus.parent / "lftp.script"
    script.write_text(f"set xfer:use-temp-file yes\nset xfer:temp-file-name tmp-*\nset net:max-retries 1\n"
                      f"open -u ftp,{PASSWORD} ftp://{server.address}:{server.port}/in\nlcd {corpus}\n"
                      f"mput -P {connections} *.xml\n")
    return measured([*inside, "lftp", "--norc", "-f", script], corpus.parent,
                    {"HOME": str(corpus.parent), "LFTP_HOME": str(corpus.parent / "lftp")})


def check(server, corpus, who):
    """Every file of the corpus, whole, and nothing else."""
    wanted = {path.name: path.stat().st_size for path in corpus.iterdir()}
    there = {path.name: path.stat().st_size for path in server.files.iterdir()}
    if wanted != there:
        missing, more = wanted.keys() - there.keys(), there.keys() - wanted.keys()
        sys.exit(f"{who}: {len(missing)} files missing, {len(more)} unexpected ({', '.join(sorted(more)[:3])}), "
                 f"{sum(there.get(name) != size for name, size in wanted.items()) - len(missing)} not whole")


class Line:
    """Two namespaces joined by a slow line; `inside[end]` is the command that enters one."""

    def __init__(self, milliseconds, folder):
        self.complaints = folder / "slow_line.log"
        with open(self.complaints, "wb") as file:
            self.process = subprocess.Popen([rig.need(rig.BUILD / "bin/slow_line", rig.BUILT), str(milliseconds)],
                                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=file, text=True)
        self.address, self.inside = {}, {}
        for _ in range(2):
            words = self.process.stdout.readline().split()
            if len(words) != 3:
                self.process.wait(10)
                raise Skipped("no slow line (it needs root and /dev/net/tun): " + self.complaints.read_text().strip())
            self.address[words[0]] = words[1]
            self.inside[words[0]] = ("nsenter", f"--net={words[2]}", "--")

    def probe(self):
        """Median milliseconds of a connect, and MB/s of one connection."""
        words = {end: [*self.inside[end], sys.executable, HERE / "line_probe.py", end, self.address["server"]]
                 for end in self.inside}
        server = subprocess.Popen([str(word) for word in words["server"]], stdout=subprocess.PIPE, text=True)
        try:
            server.stdout.readline()
            said = subprocess.check_output([str(word) for word in words["client"]], text=True)
        finally:
            server.kill()
            server.wait()
        return [float(word) for word in said.split()]

    def stop(self):
        said, _ = self.process.communicate()
        return said.strip()
