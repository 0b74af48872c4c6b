"""Is it a dashboard that Grafana can import? dashboard.py FILE

Its form by what Grafana documents of the classic JSON model: no id or uid of somebody's own, one data source, chosen
by a variable; panels of Grafana's own kinds, side by side; variables that are there are used, and the reverse.
"""
import json
import re
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    text = file.read()
board = json.loads(text)
bad = []


def want(truth, complaint):
    if not truth:
        bad.append(complaint)


want(not board.get("uid") and not board.get("id"), "it has a uid or an id: an import would replace somebody's board")
want(board.get("title") and board.get("schemaVersion", 0) >= 36, "no title, or a form of before Grafana 9")
want("__inputs" not in board, "it asks for inputs; the variable of the data source does")
want(set(re.findall(r'"uid": "([^"]*)"', text)) == {"${datasource}"}, "a data source that is no variable")

variables = {v["name"]: v for v in board["templating"]["list"]}
want(variables.get("datasource", {}).get("type") == "datasource" and variables["datasource"]["query"] == "prometheus",
     "no variable for a data source of Prometheus")
used = set(re.findall(r"\$\{?(\w+)", text)) - {"__rate_interval", "__interval", "__range", "__all"}
want(used == set(variables), f"variables that are not there, or not used: {sorted(used ^ set(variables))}")

panels, taken, ids = board["panels"], {}, set()
for panel in panels:
    name = panel.get("title") or f"panel {panel.get('id')}"
    want(panel.get("id") not in ids, f"{name}: its id is there twice")
    ids.add(panel.get("id"))
    want(panel["type"] in {"row", "stat", "timeseries", "table"}, f"{name}: {panel['type']} may not be installed")
    place = panel["gridPos"]
    want(place["x"] >= 0 and place["x"] + place["w"] <= 24, f"{name}: wider than the page")
    for cell in ((x, y) for x in range(place["x"], place["x"] + place["w"])
                 for y in range(place["y"], place["y"] + place["h"])):
        want(cell not in taken, f"{name} lies on {taken.get(cell)}")
        taken.setdefault(cell, name)
    if panel["type"] == "row":
        continue
    want(panel.get("description"), f"{name}: no description")
    want(panel.get("targets"), f"{name}: no query")
    refs = [target.get("refId") for target in panel["targets"]]
    want(all(refs) and len(set(refs)) == len(refs), f"{name}: its queries need names of their own")
    for target in panel["targets"]:
        want(target.get("expr") and target.get("datasource") == panel["datasource"], f"{name}: a query without data")
        want("instance=~\"$instance\"" in target["expr"], f"{name}: a query of all machines: {target['expr']}")
want(len(panels) > 15, "panels are missing")

print("\n".join(f"FAILED  {line}" for line in bad) or f"ok      the dashboard's form: {len(panels)} panels")
sys.exit(bool(bad))
