"""Every rule against every unit. Pure: no files, no clock, no terminal."""

from congress_cli.engine.census import answers_below, files_complete
from congress_cli.engine.cycles import rules_in_cycles
from congress_cli.engine.judging import judge

__all__ = ["answers_below", "files_complete", "judge", "rules_in_cycles"]
