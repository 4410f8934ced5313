"""A report of thousands of invented units: the invented city over and over, with ids, names and totals that fit."""

import copy
import json
from collections import Counter
from functools import cache
from typing import Any

from tests.formats.reports import report_of
from tests.patience import some

KEPT = some(1, 8)  # of so many findings of a unit each copy keeps one: all, or in the short form an eighth
COPIES = 83  # one more, and no single findings stand on the page


@cache
def big_report(copies: int = COPIES) -> dict[str, Any]:
    """The report of the invented city with every unit but the City so many times."""
    report = copy.deepcopy(report_of("city"))
    (top,) = [unit for unit in report["units"] if unit["parent"] is None]
    below = [unit for unit in report["units"] if unit["parent"] is not None]
    once = {top["id"], *(force["id"] for force in report["task_forces"])}
    report["units"] = [top, *(_unit(unit, number, top["id"]) for number in range(copies) for unit in below)]
    report["units"].sort(key=lambda unit: unit["id"])
    kept = [one for one in report["findings"] if one["unit"] in once]
    turns: Counter[str] = Counter()
    many = []
    for one in report["findings"]:
        if one["unit"] not in once:
            turns[one["unit"]] += 1
            numbers = range(turns[one["unit"]] % KEPT, copies, KEPT)
            many += [{**one, "unit": f"{one['unit']}-{number:03}"} for number in numbers]
    report["findings"] = kept + many
    recount(report)
    return report


def _unit(unit: dict[str, Any], number: int, top: str) -> dict[str, Any]:
    parent = unit["parent"] if unit["parent"] == top else f"{unit['parent']}-{number:03}"
    return {**unit, "id": f"{unit['id']}-{number:03}", "name": f"{unit['name']} {number}", "parent": parent}


def recount(report: dict[str, Any]) -> None:
    """Count the findings of a report again, by rule, status and kind of work."""
    counted = Counter((one["rule"], one["status"]) for one in report["findings"])
    for rule in report["rules"]:
        rule["counts"] = {status: counted[rule["id"], status] for status in rule["counts"]}
        rule["judged"] = sum(rule["counts"].values())
    report["totals"] = {status: sum(rule["counts"][status] for rule in report["rules"]) for status in report["totals"]}
    report.pop("tasks", None)  # counted again when the report is read


@cache
def big_report_text(copies: int = COPIES) -> str:
    """The same as JSON."""
    return json.dumps(big_report(copies), ensure_ascii=False)
