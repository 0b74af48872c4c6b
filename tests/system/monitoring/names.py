"""Do share/monitoring and shoporder speak of the same things?

names.py SOURCE METRICS           metrics, labels, units and man pages; METRICS is what /metrics answered
names.py --commands FOLDER        prints each command of shoporder that the folder tells people to type
names.py --noticed RULES TESTS EAGER
                                  is every alert wanted by a test in that folder, and did promtool complain of it
                                  (EAGER is what it said) when rules did not wait?
Exit codes: 0 they do; 1 they do not, one line for each difference.
"""
import json
import os
import re
import sys

import yaml

# What is not ours: Prometheus' own, and node_exporter's (1.5, as in Debian 12) with its collectors filesystem,
# systemd and textfile.
OTHERS = {"up", "ALERTS", "node_filesystem_avail_bytes", "node_filesystem_size_bytes", "node_systemd_unit_state",
          "node_systemd_timer_last_trigger_seconds", "node_textfile_mtime_seconds"}
FREE = {"job", "instance", "le"}


def read(*path):
    with open(os.path.join(*path), encoding="utf-8") as file:
        return file.read()


def rules_of(path):
    return [rule for group in yaml.safe_load(read(path))["groups"] for rule in group["rules"]]


def walk(value):
    """Every object in a JSON value."""
    if isinstance(value, dict):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        yield from walk(each)


def expressions(dashboard):
    for each in walk(dashboard):
        for key in ("expr", "query"):
            if isinstance(each.get(key), str):
                yield each[key]


def metrics_in(expression):
    return set(re.findall(r"\b(?:up|ALERTS|(?:shoporder|node)_\w+)\b", re.sub(r'"[^"]*"', "", expression)))


def compare(source, metrics_file):
    differences = []

    def same(what, wanted, got):
        differences.extend(f"{what}: {name} is missing" for name in sorted(wanted - got))
        differences.extend(f"{what}: {name} is nothing that shoporder writes" for name in sorted(got - wanted))

    text = read(metrics_file)
    written = set(re.findall(r"^# TYPE (\S+)", text, re.M))
    labels = {}  # of each metric, the values of each label
    for name, inside in re.findall(r"^(shoporder_\w+)\{(.*)\} ", text, re.M):
        for label, value in re.findall(r'(\w+)="([^"]*)"', inside):
            labels.setdefault(name, {}).setdefault(label, set()).add(value)

    def family(name):
        return re.sub(r"_(bucket|sum|count)$", "", name) if name not in written else name

    code = read(source, "src/flow/admin/metrics.cpp")
    same("src/flow/admin/metrics.cpp", written, set(re.findall(r'family\("(\w+)"', code)))
    page = read(source, "man/shoporder-serve.1").split(".Ss Metrics")[1].split(".Ss ")[0]
    same("man/shoporder-serve.1, Metrics", written, set(re.findall(r"\bshoporder_\w+", page)))
    folder = os.path.join(source, "share/monitoring")
    rules = rules_of(os.path.join(folder, "shoporder.rules.yml"))
    dashboard = list(expressions(json.loads(read(folder, "grafana-dashboard.json"))))
    same("grafana-dashboard.json", written, {family(n) for e in dashboard for n in metrics_in(e) - OTHERS})
    for rule in rules:
        for name in metrics_in(rule["expr"]) - OTHERS:
            if family(name) not in written:
                differences.append(f"shoporder.rules.yml, {rule.get('alert')}: {name} is no metric")
    for expression in dashboard + [rule["expr"] for rule in rules]:
        for name, inside in re.findall(r"\b(shoporder_\w+)\{([^}]*)\}", expression):
            for label, value in re.findall(r'(\w+)\s*[=!]~?\s*"([^"]*)"', inside):
                known = labels.get(name, {}).get(label, set())
                if label not in FREE and not known:
                    differences.append(f"{name} has no label {label}: {expression}")
                elif label in ("state", "mode", "outcome"):
                    differences.extend(f"{name}: {label} is never {one}: {expression}"
                                       for one in set(value.split("|")) - known)

    told = "".join(read(folder, name) for name in sorted(os.listdir(folder)))
    units = {name.removesuffix(".in") for name in os.listdir(os.path.join(source, "systemd"))}
    for unit in set(re.findall(r"\bshoporder(?:-[a-z]+)?\.(?:service|socket|timer)\b", told)) - units:
        differences.append(f"share/monitoring names the unit {unit}, which is not in systemd/")
    for name in set(re.findall(r"\bman\s+(shoporder[a-z-]*)", told)):
        if not any(os.path.exists(os.path.join(source, "man", f"{name}.{section}")) for section in "1578"):
            differences.append(f"share/monitoring names the man page {name}, which is not in man/")
    for rule in rules:
        notes = rule.get("annotations", {})
        if "alert" in rule and not (rule["labels"].get("severity") in ("critical", "warning") and notes.get("summary")
                                    and re.search("Type\\s`|type\\s`", notes.get("description", ""))):
            differences.append(f"{rule['alert']} has no severity, summary, or nothing to type")
    return differences


def commands(folder):
    texts = [rule["annotations"]["description"] for rule in rules_of(os.path.join(folder, "shoporder.rules.yml"))
             if "alert" in rule]
    texts += [each["description"] for each in walk(json.loads(read(folder, "grafana-dashboard.json")))
              if isinstance(each.get("description"), str)]
    texts.append(read(folder, "README"))
    out = {re.sub(r"\s+", " ", c) for text in texts for c in re.findall(r"`(shoporder\s[^`]*)`", text)}
    given = {r"\{\{ \$labels\.supplier \}\}|NAME": "acme", r"\{\{ \$labels\.shop \}\}|SHOP": "demo.myshopify.com"}
    for pattern, value in given.items():
        out = {re.sub(pattern, value, command) for command in out}
    return sorted(out)


def noticed(rules_file, tests, eager):
    wanted = "".join(read(tests, name) for name in os.listdir(tests) if name.endswith(".test.yml"))
    wanted = set(re.findall(r'exp_samples: .*alertname="(\w+)"', wanted))
    early = set(re.findall(r'alertname="(\w+)"', " ".join(re.findall(r"got: .*", read(eager)))))
    for rule in rules_of(rules_file):
        if "alert" in rule and rule["alert"] not in wanted:
            yield f"{rule['alert']}: no test wants it to fire"
        if "alert" in rule and "for" in rule and rule["alert"] not in early:
            yield f"{rule['alert']}: no test notices when it fires at once"


if sys.argv[1] == "--commands":
    found = commands(sys.argv[2])
    print("\n".join(found))
    sys.exit(len(found) < 10)
bad = list(noticed(*sys.argv[2:]) if sys.argv[1] == "--noticed" else compare(*sys.argv[1:]))
print("\n".join(f"FAILED  {line}" for line in bad) or "ok      " + (
    "every alert is wanted by a test, and one notices when it does not wait" if sys.argv[1] == "--noticed" else
    "code, man page, rules and dashboard name the same metrics, labels and units"))
sys.exit(bool(bad))
