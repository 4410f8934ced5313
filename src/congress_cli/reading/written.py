"""Where a value of a unit is written, found by reading its file once more: for the few that a model does not keep."""

from __future__ import annotations

from typing import Any

from congress_cli.reading.diagnostics import Diagnostics, Spot
from congress_cli.reading.shape import spot_of
from congress_cli.reading.yaml import load


class Written:
    """The texts of files that were read without mistakes."""

    def __init__(self, texts: dict[str, list[str]]) -> None:
        self.texts = texts
        self._units: dict[str, dict[str, Any]] = {}

    def spot(self, path: str, unit_id: str, *loc: str) -> Spot | None:
        """Where the value at `loc` of a unit stands; None in a file whose text is not known."""
        if path not in self.texts:
            return None
        if path not in self._units:
            raw = load("\n".join(self.texts[path]), path, Diagnostics())
            self._units[path] = {unit["id"]: unit for unit in raw["units"]}
        return spot_of(self._units[path][unit_id], loc, Spot(1, 1))
