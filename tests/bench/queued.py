"""The scenario `queued` of the benchmark of delivery: does what is queued make the next delivery dearer?"""

import contextlib
import sqlite3
import statistics
import time

import backlog

LIMIT = 1000
FAULT_AT = 4_102_444_800_000_000  # 2100, in microseconds: not due


def defer(folder, keep):
    """All but `keep` of what is ready failed before and waits for its time: rows as a run leaves them."""
    with contextlib.closing(sqlite3.connect(folder / "shoporder.db")) as database, database:
        acme, = database.execute("SELECT id FROM suppliers WHERE name = 'acme'").fetchone()
        moved = database.execute(
            "UPDATE deliveries SET state = 'deferred', reason_code = 'fault', reason = '452 disk full (at put)',"
            " faults = 1, due_at = ? WHERE supplier_id = ? AND state = 'ready' AND id NOT IN"
            " (SELECT id FROM deliveries WHERE supplier_id = ? AND state = 'ready' ORDER BY id DESC LIMIT ?)",
            (FAULT_AT, acme, acme, keep)).rowcount
        database.execute("UPDATE counters SET count = count - ? WHERE supplier_id = ? AND state = 'ready'",
                         (moved, acme))
        database.execute("INSERT INTO counters VALUES (?, 'deferred', ?) ON CONFLICT (supplier_id, state) DO UPDATE SET"
                         " count = count + excluded.count", (acme, moved))
    return folder


def ready(folder, orders, arguments):
    """A database with so many ready deliveries, for a supplier whose server is a folder in memory."""
    begun = time.monotonic()
    backlog.prepare(folder, orders, arguments.body)
    taken = time.monotonic()
    arguments.inbox.mkdir(exist_ok=True)
    backlog.point(folder, f"file://{arguments.inbox}")
    backlog.plan(folder)
    print(f"{orders} orders taken in in {taken - begun:.0f} s, planned in {time.monotonic() - taken:.0f} s", flush=True)
    return folder


def one(prepared, folder, arguments, limit):
    for path in arguments.inbox.iterdir():
        path.unlink()
    figures = backlog.dispatch(backlog.copy(prepared, folder), limit=limit)
    sent = len(list(arguments.inbox.glob("*.xml")))
    if limit and sent != limit:
        raise SystemExit(f"{sent} documents went out, {limit} were wanted")
    figures["sent"] = sent
    return figures


def queued(folder, arguments):
    arguments.inbox = arguments.servers / "inbox"
    few = ready(folder / "few", LIMIT, arguments)
    many = ready(folder / "many", arguments.queue, arguments)
    beside = defer(backlog.copy(many, folder / "beside"), LIMIT)
    cases = {f"{LIMIT} ready": few, f"{arguments.queue} ready": many,
             f"{LIMIT} ready, {arguments.queue - LIMIT} deferred": beside}
    runs = {}
    for _ in range(arguments.rounds):
        for name, prepared in cases.items():
            # A run of one shows what a run costs before it has sent anything.
            first, all_of_it = (one(prepared, folder / "run", arguments, limit) for limit in (1, LIMIT))
            runs.setdefault(name, []).append({
                "start": 1000 * first["wall"], "rss_mib": all_of_it["rss_mib"],
                "wall": 1000 * (all_of_it["wall"] - first["wall"]) / (LIMIT - 1),
                "cpu": 1000 * (all_of_it["cpu"] - first["cpu"]) / (LIMIT - 1)})
    print(f"\n{LIMIT} deliveries into a folder, {arguments.rounds} rounds, medians; ms for each delivery\n"
          f"{'':34}{'wall ms':>9}{'CPU ms':>8}{'start ms':>10}{'RSS MiB':>9}")
    median = {}
    for name, figures in runs.items():
        median[name] = {key: statistics.median(each[key] for each in figures) for key in figures[0]}
        m = median[name]
        print(f"{name:34}{m['wall']:9.3f}{m['cpu']:8.3f}{m['start']:10.0f}{m['rss_mib']:9.1f}", flush=True)
    drained = one(many, folder / "run", arguments, 0)
    print(f"all of {arguments.queue}: {drained['sent']} sent, {drained['sent'] / drained['wall']:.0f}/s, "
          f"{1000 * drained['cpu'] / drained['sent']:.3f} ms CPU each, RSS {drained['rss_mib']:.1f} MiB")
    little, *much = median.values()
    checks = [(f"{name}: {m['cpu'] / little['cpu']:.2f} times the processor time of one with {LIMIT}, at most 1.2",
               m["cpu"] <= 1.2 * little["cpu"]) for name, m in zip(list(median)[1:], much)]
    most = max(drained["rss_mib"], *(m["rss_mib"] for m in median.values()))
    checks += [(f"every one of {arguments.queue} sent", drained["sent"] == arguments.queue),
               (f"RSS {most:.1f} MiB, under 64", most < 64)]
    return arguments.verdict(checks)
