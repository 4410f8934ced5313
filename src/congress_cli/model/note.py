"""What is worth saying beside a result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Note:
    """Something worth saying beside the report; `code` and `args` name the sentence."""

    code: str
    args: Mapping[str, object] = field(default_factory=dict)
