"""The rulebook: one directive as vocabulary, dated parameters, ledger of sentences and rules."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Self

from pydantic import Field

from congress_cli.rules import AnyRule
from congress_cli.rules.paper import Paper


class Rulebook(Paper):
    """One file `congress-rules/1`."""

    rules: tuple[AnyRule, ...] = Field(min_length=1)

    @cached_property
    def by_id(self) -> dict[str, AnyRule]:
        """Each rule under its id."""
        return {rule.id: rule for rule in self.rules}

    def with_changes(self, **changes: Any) -> Self:
        """A copy with other rules, parameters or directive; what was worked out from the old ones is forgotten."""
        copy = self.model_copy(update=changes)
        for name in ("by_id", "names"):
            copy.__dict__.pop(name, None)
        return copy
