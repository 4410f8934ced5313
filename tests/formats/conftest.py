"""Formats are tested through the command, in the same quiet environment."""

from tests.cli.conftest import Congress, congress, nothing_decided

__all__ = ["Congress", "congress", "nothing_decided"]
