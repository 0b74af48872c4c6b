"""What the proofs share: checks that are counted and said, orders read back, skipping aloud."""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "load"))
import rig  # noqa: E402

SHIM = rig.BUILD / "lib/disk_faults.so"
failures = 0


def skip(why):
    print(f"SKIPPED: {why}")
    sys.exit(77)


def need_tool(name, package):
    if not shutil.which(name):
        skip(f"no {name} here; it is in the package {package}")


def check(text, held):
    global failures
    if not held:
        failures += 1
    print(("ok      " if held else "FAILED  ") + text, flush=True)


def finish():
    if failures:
        print(f"{failures} checks failed")
    sys.exit(1 if failures else 0)


def scratch():
    """A folder that is gone at the end."""
    return tempfile.TemporaryDirectory(prefix="proof.")


def command(folder, *words):
    """shoporder with the folder's configuration."""
    return subprocess.run([rig.need(rig.BUILD / "shoporder", rig.BUILT), "-c", "shoporder.toml", *words],
                          cwd=folder, capture_output=True, text=True)


def stored_orders(folder):
    """Shopify's ids of all orders in the database."""
    import sqlite3
    with sqlite3.connect(f"file:{folder}/shoporder.db?mode=ro", uri=True) as db:
        rows = {row[0] for row in db.execute("SELECT id FROM orders")}
        check_text = db.execute("PRAGMA integrity_check").fetchone()[0]
    db.close()
    if check_text != "ok":
        check(f"the database is whole: {check_text}", False)
    return rows


def acknowledged(path):
    """What `load --acked` wrote; a last line that was cut is none."""
    if not pathlib.Path(path).exists():
        return set()
    return {int(line) for line in pathlib.Path(path).read_text().splitlines(keepends=True)
            if line.endswith("\n")}


def load_in_background(address, folder, **options):
    words = [rig.need(rig.LOAD, rig.BUILT), address, "--json", "--secret-file",
             str(options.pop("secret_file", folder / "secret"))]
    for name, value in options.items():
        flag = "--" + name.replace("_", "-")
        if value is True:
            words.append(flag)
        elif value is not None and value is not False:
            words += [flag, str(value)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def figures_of(process):
    out, err = process.communicate()
    if process.returncode not in (0, 1):
        sys.exit(f"load: {err}")
    return json.loads(out)
