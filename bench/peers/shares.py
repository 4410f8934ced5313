"""No peer: one `congress check`, and what each of its steps takes of the processor, without the steps inside it."""

import importlib
import json
import sys
from collections.abc import Callable
from time import process_time
from typing import Any

from congress_cli.__main__ import run

STEPS = {
    "the rulebook": ("reading.load", "_read_rulebook"),
    "the file's lines into values": ("reading.load", "simple_units_file"),
    "values into models, names, the tree": ("reading.load", "fast_registry"),
    "rules in every possible world, findings, shares and counts": ("app.check", "judge"),
    "the report": ("app.check", "_judged"),
    "the table": ("cli.check", "deliver"),
}

spent = dict.fromkeys(STEPS, 0.0)
inside = [0.0]


def timed(step: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, which adds what it takes to its step."""

    def of_step(*args: Any, **more: Any) -> Any:
        began = process_time()
        inside.append(0.0)
        try:
            return function(*args, **more)
        finally:
            took = process_time() - began
            spent[step] += took - inside.pop()
            inside[-1] += took

    return of_step


for step, (module, name) in STEPS.items():
    where = importlib.import_module(f"congress_cli.{module}")
    setattr(where, name, timed(step, getattr(where, name)))
run(["check", "--units", sys.argv[1], "--format", "table"])
rest = process_time() - sum(spent.values())
print("\n" + json.dumps({"Python, libraries, words": rest, **spent}))
