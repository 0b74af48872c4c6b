"""Does a Prometheus with our configuration work on the real metrics? ask.py HOST:PORT DASHBOARD

Waits for its first scrapes, then asks for the health of every rule, the alerts of now, and what each variable and
panel of the dashboard would ask for.
"""
import json
import re
import sys
import time
import urllib.parse
import urllib.request

host, dashboard = sys.argv[1:3]
bad = []


def get(path, **given):
    query = urllib.parse.urlencode(given)
    try:
        with urllib.request.urlopen(f"http://{host}/api/v1/{path}?{query}", timeout=10) as answer:
            return json.load(answer)["data"]
    except urllib.error.HTTPError as error:
        bad.append(f"{path} {given}: {error.read().decode()[:300]}")
        return {"result": []}


def wait_for(what, ready):
    for _ in range(300):
        try:
            if ready():
                return
        except OSError:
            pass
        time.sleep(0.1)
    print(f"FAILED  Prometheus: no {what} within 30 s")
    sys.exit(1)


def rules():
    return [rule for group in get("rules")["groups"] for rule in group["rules"]]


wait_for("scrape of shoporder", lambda: get("query", query='up{job="shoporder"} == 1')["result"])
wait_for("three scrapes", lambda: get("query", query="count_over_time(shoporder_healthy[1m]) >= 3")["result"])
wait_for("evaluation", lambda: rules() and all(rule["health"] != "unknown" for rule in rules()))
bad += [f"rule {rule['name']}: {rule['lastError']}" for rule in rules() if rule["health"] != "ok"]

alerts = get("alerts")["alerts"]
for alert in alerts:
    for note in alert["annotations"].values():
        if "<error" in note or "<no value>" in note:
            bad.append(f"{alert['labels']['alertname']}: {note}")
names = sorted({alert["labels"]["alertname"] for alert in alerts})
if names != ["ShoporderAttention", "ShoporderUnhealthy"]:
    bad.append(f"with one delivery held these alerts wait: {names}")

# What may have nothing to show here: no attempt has failed.
EMPTY = {"Failed attempts"}
with open(dashboard, encoding="utf-8") as file:
    board = json.load(file)
asked = 0


def filled(text):
    text = text.replace("$__rate_interval", "10s")
    return re.sub(r"\$\{?(instance|supplier|shop)\}?", ".*", text)


for variable in board["templating"]["list"]:
    if variable["type"] == "query":
        selector, label = re.fullmatch(r"label_values\((.*), (\w+)\)", variable["query"]["query"]).groups()
        if not get(f"label/{label}/values", **{"match[]": filled(selector)}):
            bad.append(f"variable {variable['name']} has nothing to choose")
for panel in board["panels"]:
    for target in panel.get("targets", []):
        asked += 1
        if not get("query", query=filled(target["expr"]))["result"] and panel["title"] not in EMPTY:
            bad.append(f"panel {panel['title']}: no data for {target['expr']}")
if asked < 20:
    bad.append(f"only {asked} queries were asked")
print("\n".join(f"FAILED  {line}" for line in bad) or
      f"ok      Prometheus: {len(rules())} rules are well, {asked} queries of the dashboard answered, waiting: {names}")
sys.exit(bool(bad))
