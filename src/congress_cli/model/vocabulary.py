"""An entry of the vocabulary: what may be recorded under it, and which rules read it."""

from __future__ import annotations

from dataclasses import dataclass

from congress_cli.model.report import Text


@dataclass(frozen=True, slots=True)
class Part:
    """An item of a checklist, or an indicator of measures with its unit and the better direction."""

    id: str
    name: Text
    unit: str | None = None
    better: str | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """A rule that reads a fact: who must act under it, and the units it concerns, in words."""

    rule: str
    title: Text
    owners: tuple[str, ...]
    units: Text


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact of the vocabulary. `of`: the event that a plan plans; `after`: the event it cannot precede."""

    id: str
    kind: str
    name: Text
    of: str | None
    after: str | None
    parts: tuple[Part, ...]
    readers: tuple[Reader, ...]

    @property
    def owners(self) -> tuple[str, ...]:
        """Who must act under one of the rules that read it, and so who reports it."""
        return tuple(dict.fromkeys(owner for reader in self.readers for owner in reader.owners))

    @property
    def units(self) -> tuple[Text, ...]:
        """The units of which it is recorded."""
        return tuple(dict.fromkeys(reader.units for reader in self.readers))
