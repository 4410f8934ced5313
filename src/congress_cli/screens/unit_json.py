"""A dossier as one JSON object, `congress-unit/1`. Language, colour, width and locale change nothing in it."""

from __future__ import annotations

import json
from typing import Any

from congress_cli.formats.json import finding_as_json
from congress_cli.model.registry import Unit
from congress_cli.screens.unit import Dossier, Upcoming

SCHEMA = "congress-unit/1"


def render(dossier: Dossier) -> str:
    """The unit, its neighbours, facts and findings, and the days still to come."""
    report, unit = dossier.report, dossier.unit
    names = report.name_in(report.language)
    tree = {
        "schema": SCHEMA,
        "id": dossier.id,
        "name": dossier.name,
        "at": dossier.at,
        **({} if unit is None else _unit(unit, report.unit_by_id[unit.id].records)),
        "above": [_neighbour(one) for one in dossier.above],
        "below": [_neighbour(one) for one in dossier.below],
        "as_of": report.as_of.isoformat(),
        "as_of_from": report.as_of_from,
        "facts": [dict(step.args) for step in dossier.facts],
        "findings": [finding_as_json(one, report, names) for one in dossier.findings],
        "coming": [_coming(one) for one in dossier.coming],
    }
    return json.dumps(tree, ensure_ascii=False, indent=1, default=dict) + "\n"


def _unit(unit: Unit, records: str) -> dict[str, Any]:
    closed = None if unit.closed is None else unit.closed.model_dump(mode="json", exclude={"day"}, exclude_none=True)
    return {
        "level": unit.level,
        "type": unit.type,
        "code": unit.code,
        "source": unit.source,
        "tags": list(unit.tags),
        "task_force": unit.task_force,
        "records": records,
        "closed": None if unit.closed is None else {"day": str(unit.closed.day), **(closed or {})},
    }


def _neighbour(unit: Unit) -> dict[str, str]:
    return {"id": unit.id, "name": unit.name}


def _coming(one: Upcoming) -> dict[str, str | None]:
    finding = one.finding
    return {
        "day": str(one.day),
        "rule": None if finding is None else finding.rule,
        "status": None if finding is None else finding.status,
        "plan": one.plan,
    }
