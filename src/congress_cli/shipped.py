"""The files that come with the program: the rulebook, the registry, the schemas."""

from __future__ import annotations

from pathlib import Path


def shipped(path: Path) -> Path:
    """Where a shipped file lies: beside the package when installed, in the project's folder when not."""
    package = Path(__file__).parent
    installed = package / "shipped" / path
    return installed if installed.exists() else package.parents[1] / path
