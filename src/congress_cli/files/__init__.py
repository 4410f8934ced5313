"""Where shipped files lie, and writing: a file is whole or as it was, several together likewise."""

from __future__ import annotations

from pathlib import Path

from congress_cli.files.writing import append_whole, write_whole

__all__ = ["append_whole", "shipped", "write_whole"]


def shipped(path: Path) -> Path:
    """Where a shipped file lies: beside the package when installed, in the project's folder when not."""
    package = Path(__file__).parents[1]
    installed = package / "shipped" / path
    return installed if installed.exists() else package.parents[1] / path
