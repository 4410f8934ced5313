"""The kinds of rules. A kind is one file in this folder and one word in `_FILES`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Union

from pydantic import Field

from congress_cli.rules.base import Rule

# In the order in which schemas and messages list the kinds.
_FILES = ("event", "sequence", "tally", "checklist", "measures", "share", "census")

for _file in _FILES:
    import_module(f"{__name__}.{_file}")

KINDS: dict[str, type[Rule]] = dict(Rule.kinds)

if TYPE_CHECKING:
    AnyRule = Rule
else:
    AnyRule = Annotated[Union[tuple(KINDS.values())], Field(discriminator="kind")]  # noqa: UP007

__all__ = ["KINDS", "AnyRule", "Rule"]
