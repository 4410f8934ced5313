"""The two forms of a fact in a file: the short one is its value alone, the long one a mapping."""

from __future__ import annotations

from collections.abc import Mapping

from congress_cli.edit.scalars import Raw
from congress_cli.model.facts import FactKind

BESIDE = ("day", "document", "source", "by", "recorded", "note")
"""What may stand beside the value of a fact, in the order in which it is written."""

_ALONE = {FactKind.EVENT: "day", FactKind.PLAN: "day", FactKind.CHECKLIST: "items", FactKind.MEASURES: "values"}


def long_form(kind: FactKind, raw: Raw) -> dict[str, Raw]:
    """A fact as a mapping; empty where there is none."""
    key = _ALONE.get(kind)
    if isinstance(raw, Mapping) and (key is None or key in raw or key == "day"):
        return dict(raw)
    return {} if raw is None or key is None else {key: raw}


def merged_fact(kind: FactKind, old: Raw, value: Mapping[str, Raw], beside: Mapping[str, str]) -> Raw:
    """A recorded fact with a new value and other texts beside it; an empty text goes. What is not named stays."""
    before = long_form(kind, old)
    fact: dict[str, Raw] = {**before, **value}
    for key in BESIDE:
        if beside.get(key):
            fact[key] = beside[key]
        elif key in beside:
            fact.pop(key, None)
    alone = _ALONE.get(kind)
    was_long = isinstance(old, Mapping) and old == before
    return fact[alone] if alone is not None and list(fact) == [alone] and not was_long else fact
