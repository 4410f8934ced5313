"""The condition of an installation: one sign a line, each fine or in somebody's way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Sign:
    """What was found under a label; `code` and `args` name the sentence. `disturbs`: a clerk would be hindered."""

    group: str
    label: str
    code: str
    args: Mapping[str, Any] = field(default_factory=dict)
    disturbs: bool = False
