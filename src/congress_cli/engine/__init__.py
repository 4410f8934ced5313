"""Every rule against every unit. Pure: no files, no clock, no terminal."""

from congress_cli.engine.judging import judge, rules_in_cycles

__all__ = ["judge", "rules_in_cycles"]
