"""A database full of orders for the benchmark of delivery: taken in by `serve`, planned by `dispatch`, sent again and
again from copies."""

import os
import shutil
import subprocess

import ftp_rig
import rig


def command(folder, *words):
    return [rig.need(rig.BUILD / "shoporder", rig.BUILT), "-c", folder / "shoporder.toml", "-q", *words]


def ask(folder, *words):
    done = subprocess.run([str(word) for word in command(folder, *words)], cwd=folder, capture_output=True, text=True)
    return done.returncode, done.stderr.strip()


def point(folder, url, sessions=1, form=""):
    """Sends all of `acme` to this url; `form` are lines of TOML. `idle` never gets a line: naming it makes `dispatch` plan and send nothing."""
    (folder / "suppliers.toml").write_text(
        f'[[supplier]]\nname = "acme"\nmode = "live"\nurl = "{url}"\ncredential = "ftp-password"\ndefault = true\n'
        + (f"sessions = {sessions}\n" if sessions > 1 else "") + form +
        f'[[supplier]]\nname = "idle"\nmode = "live"\nurl = "file://{folder}"\nmatch = [{{ vendor = "Nobody" }}]\n')
    code, said = ask(folder, "supplier", "import", "suppliers.toml")
    if code != 0 and sessions > 1:
        raise ftp_rig.Skipped(f"this shoporder takes no `sessions = {sessions}`: {said}")
    if code != 0:
        raise SystemExit(f"supplier import: {said}")


def plan(folder):
    """Every delivery is ready then, and none is sent."""
    code, said = ask(folder, "dispatch", "--supplier", "idle", "--for", "1h")
    if code != 0:
        raise SystemExit(f"dispatch, planning: {said}")


def prepare(folder, orders, body):
    """A folder whose database holds so many orders; none is planned."""
    rig.fresh(folder)
    server = rig.shoporder(folder)
    try:
        point(folder, f"file://{folder}/nowhere")
        figures = rig.load(server.address, folder, requests=orders, connections=64, body=body)
    finally:
        server.stop()
    if figures["good"] != orders:
        raise SystemExit(f"only {figures['good']} of {orders} orders were taken in")
    return folder


def copy(prepared, folder):
    """The database as it was prepared, and nothing of the run before."""
    rig.fresh(folder)
    rig.write_settings(folder)
    for name in ("shoporder.db", "shoporder.db-wal"):
        if (prepared / name).exists():
            shutil.copyfile(prepared / name, folder / name)
            (folder / name).chmod(0o600)
    os.sync()  # the copy's pages are not for the sender to write out
    return folder


def dispatch(folder, inside=(), jobs=1, limit=0, accepted=(0,)):
    words = ["dispatch", "--for", "30m", "--jobs", str(jobs), *(["--limit", str(limit)] if limit else [])]
    return ftp_rig.measured([*inside, *command(folder, *words)], folder,
                            {"SHOPORDER_CREDENTIAL_FTP_PASSWORD": ftp_rig.PASSWORD}, accepted)
