"""The peer that is a policy engine: three rules in Rego on the same registry."""

import sys
from pathlib import Path

import yaml
from regopy import Interpreter

with Path(sys.argv[1]).open("rb") as file:
    # Days as texts, which is all that Rego knows.
    registry = yaml.load(file, yaml.CBaseLoader)
for unit in registry["units"]:
    complaints = unit.get("facts", {}).get("complaints")
    if complaints:
        unit["facts"]["complaints"] = {name: int(count) for name, count in complaints.items()}
engine = Interpreter()
engine.add_module("congress", Path(__file__).with_suffix(".rego").read_text("utf-8"))
engine.set_input(registry)
for name in ("late", "overdue", "unsettled"):
    print(name, str(engine.query(f"data.congress.{name}")).count("MAU-"))
