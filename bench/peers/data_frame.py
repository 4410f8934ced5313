"""The peer that a data person writes: the registry into a data frame, five rules as columns, counts by status.

No place of a mistake, no uncertain day, no evidence and no report: what is left of the work when only counts are asked.
"""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import yaml

AS_OF, LIMIT = date(2020, 8, 20), date(2020, 6, 15)


def row(unit: dict[str, Any]) -> dict[str, Any]:
    """One unit as columns; an uncertain day counts as not recorded."""
    facts = unit.get("facts") or {}
    days = {name: value.get("day") if isinstance(value, dict) else value for name, value in facts.items()}
    complaints = facts.get("complaints") or {}
    return {
        "id": unit["id"],
        "level": unit["level"],
        "parent": unit.get("parent"),
        **{name: day if isinstance(day := days.get(name), date) else None for name in ("congress.closed", *PAPERS)},
        "left": complaints["total"] - complaints["done"] if complaints else None,
    }


PAPERS = ("working-rules.issued", "programme.issued", "congress-plan.issued")

with Path(sys.argv[1]).open("rb") as file:
    units = yaml.load(file, yaml.CSafeLoader)["units"]
frame = pl.DataFrame([row(unit) for unit in units], infer_schema_length=None)
closed = pl.col("congress.closed")
in_time = pl.when(closed < LIMIT).then(pl.lit("met")).when(closed.is_not_null()).then(pl.lit("late"))
judged = frame.filter(pl.col("level") == "grassroots").with_columns(
    in_time.otherwise(pl.lit("unknown")).alias("congress"),
    pl.when(pl.col("left") == 0).then(pl.lit("met")).otherwise(pl.lit("open")).alias("complaints"),
    *(pl.when(pl.col(name).is_null()).then(pl.lit("open")).otherwise(pl.lit("met")).alias(name) for name in PAPERS),
)
for rule in ("congress", "complaints", *PAPERS):
    print(judged.group_by(rule).len().sort(rule))
