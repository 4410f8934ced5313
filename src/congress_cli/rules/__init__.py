"""The kinds of rules, and the rulebook that holds them. A kind is one file in this folder and one word in `_FILES`."""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, Self, Union

from pydantic import Field, model_validator

from congress_cli.rules.base import Rule
from congress_cli.rules.context import Paper

# In the order in which schemas and messages list the kinds.
_FILES = ("event", "sequence", "tally", "checklist", "measures", "share", "census", "every", "each")

for _file in _FILES:
    import_module(f"{__name__}.{_file}")

KINDS: dict[str, type[Rule]] = dict(Rule.kinds)

if TYPE_CHECKING:
    AnyRule = Rule
else:
    AnyRule = Annotated[Union[tuple(KINDS.values())], Field(discriminator="kind")]  # noqa: UP007

__all__ = ["KINDS", "AnyRule", "Rule"]


class Rulebook(Paper):
    """One file `congress-rules/1`."""

    rules: tuple[AnyRule, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _known_to_rules(self) -> Self:
        for rule in self.rules:
            rule.know(self)
        return self

    @cached_property
    def by_id(self) -> dict[str, AnyRule]:
        """Each rule under its id."""
        return {rule.id: rule for rule in self.rules}

    def with_changes(self, **changes: Any) -> Self:
        """A copy with other rules, parameters or directive; what was worked out from the old ones is forgotten."""
        copy = self.model_copy(update=changes)
        for name in ("by_id", "names", "working_days"):
            copy.__dict__.pop(name, None)
        return copy
