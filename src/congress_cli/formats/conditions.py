"""The condition of an installation as text for a screen, and as JSON (`congress-doctor/1`)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from rich.text import Text

from congress_cli.formats.base import Look
from congress_cli.formats.page import Page
from congress_cli.language import has, say
from congress_cli.model.condition import Sign
from congress_cli.text import shown

SCHEMA = "congress-doctor/1"
LABEL = 20


def render(signs: Sequence[Sign], look: Look) -> str:
    """A line a sign, below the heading of its group; what disturbs, with advice; a last line that sums up."""
    page = Page(look)
    for group, members in groupby(signs, key=lambda one: one.group):
        page.heading(_say(look, f"group-{group}"))
        for sign in members:
            _line(page, sign)
    disturbing = sum(sign.disturbs for sign in signs)
    page.line()
    page.line(
        _say(look, "disturbed" if disturbing else "well", count=disturbing), "bold red" if disturbing else "green"
    )
    return page.text().lstrip("\n")


def _line(page: Page, sign: Sign) -> None:
    look = page.look
    mark = ("!", "bold red") if sign.disturbs else ("v" if look.ascii_only else "✓", "green")
    left = Text(f"{mark[0]} ", style=mark[1]).append(_label(sign, look), style="not bold default")
    page.row(left, Text(page.plain(told(sign, look.language))), LABEL, indent=1)
    advice = f"errors.{sign.args['error']}+fix" if "error" in sign.args else f"doctor.{sign.code}+fix"
    if sign.disturbs and has(look.language, advice):
        text = say(look.language, advice, sign.args.get("args", sign.args))
        page.row(Text(), Text(page.plain(f"→ {text}"), style="italic"), LABEL, indent=1)


def _say(look: Look, code: str, **args: Any) -> str:
    return say(look.language, f"doctor.{code}", args)


def _label(sign: Sign, look: Look) -> str:
    code = f"label-{sign.label}"
    return _say(look, code) if has(look.language, f"doctor.{code}") else shown(sign.label)


def told(sign: Sign, language: str) -> str:
    """What a sign says."""
    args = dict(sign.args)
    if "error" in args:
        args["why"] = say(language, f"errors.{args['error']}", args["args"])
    if "by" in args:
        args["by"] = say(language, f"doctor.by-{args['by']}")
    return say(language, f"doctor.{sign.code}", args)


def render_json(signs: Sequence[Sign], language: str) -> str:
    """The same signs in the same order; `text` in the language of the run."""
    listed = [
        {
            "group": one.group,
            "label": one.label,
            "disturbs": one.disturbs,
            "code": one.code,
            "args": dict(one.args),
            "text": told(one, language),
        }
        for one in signs
    ]
    tree = {"schema": SCHEMA, "disturbed": any(one.disturbs for one in signs), "signs": listed}
    return json.dumps(tree, ensure_ascii=False, indent=1, default=str) + "\n"
