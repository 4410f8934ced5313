"""Every rule against every unit. Pure: no files, no clock, no terminal."""

from congress_cli.engine.circles import rules_in_circles
from congress_cli.engine.judging import judge

__all__ = ["judge", "rules_in_circles"]
