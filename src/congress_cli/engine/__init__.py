"""Every rule against every unit. Pure: no files, no clock, no terminal."""

from congress_cli.engine.circles import rules_in_circles
from congress_cli.engine.counting import answers_below, files_complete
from congress_cli.engine.judging import judge

__all__ = ["answers_below", "files_complete", "judge", "rules_in_circles"]
