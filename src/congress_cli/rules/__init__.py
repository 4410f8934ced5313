"""The closed union of rule kinds. A new kind is one file here, one line in the union and one in KINDS."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from congress_cli.rules.base import Rule, TimedRule
from congress_cli.rules.census import CensusRule
from congress_cli.rules.checklist import ChecklistRule
from congress_cli.rules.event import EventRule
from congress_cli.rules.measures import MeasuresRule
from congress_cli.rules.sequence import SequenceRule
from congress_cli.rules.share import ShareRule
from congress_cli.rules.tally import TallyRule

AnyRule = Annotated[
    EventRule | SequenceRule | TallyRule | ChecklistRule | MeasuresRule | ShareRule | CensusRule,
    Field(discriminator="kind"),
]

KINDS: dict[str, type[Rule]] = {
    "event": EventRule,
    "sequence": SequenceRule,
    "tally": TallyRule,
    "checklist": ChecklistRule,
    "measures": MeasuresRule,
    "share": ShareRule,
    "census": CensusRule,
}

__all__ = ["KINDS", "AnyRule", "Rule", "TimedRule"]
