"""The peer of series and cases: the program's own fast reader makes a registry of the file; nothing is judged."""

import sys
from pathlib import Path

from congress_cli.reading.fast import simple_units_file
from congress_cli.reading.files import paused
from congress_cli.reading.load import fast_registry
from congress_cli.reading.rulebook import fast_rulebook

units, rules = (Path(one).read_bytes() for one in sys.argv[1:])
with paused():
    rulebook = fast_rulebook(rules)
    registry = rulebook and fast_registry([(sys.argv[1], simple_units_file(units))], rulebook)
print(len(registry.units) if registry else sys.exit("not simply written"))
