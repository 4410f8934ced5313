"""Values that begin with a hyphen, as in `congress record U topics -one`: no options, whatever click thinks."""

from __future__ import annotations

from typing import Any

MINUS = "\N{MINUS SIGN}"  # what takes the place of the hyphen, and what a paste may have made of it


def shielded(command: Any, ctx: Any, args: list[str]) -> list[str]:
    """The words of a command line, its hyphened values with a minus sign; only where a command takes many values."""
    params = command.get_params(ctx)
    if not any(param.nargs == -1 for param in params):
        return args
    valued = {name for param in params if not getattr(param, "is_flag", True) for name in param.opts}
    words = []
    for place, word in enumerate(args):
        is_value = place > 0 and args[place - 1] in valued
        words.append(word if is_value or not _is_item(word) else MINUS + word[1:])
    return words


def _is_item(word: str) -> bool:
    return len(word) > 2 and word[0] == "-" and word[1] != "-"
