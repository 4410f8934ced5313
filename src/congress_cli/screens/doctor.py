"""The condition of an installation as text for a screen, and as JSON (`congress-doctor/1`)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.text import Text

from congress_cli import dataclass
from congress_cli.formats.json import document
from congress_cli.language import has, translate
from congress_cli.model.message import Message
from congress_cli.rendering.console import Page
from congress_cli.rendering.options import RenderOptions
from congress_cli.text import sanitize

SCHEMA = "congress-doctor/1"
LABEL = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorCheck(Message):
    """What was found under a label. `disturbs`: a clerk would be hindered."""

    group: str
    label: str
    disturbs: bool = False


def render(checks: Sequence[DoctorCheck], options: RenderOptions) -> str:
    """A line a check, below the heading of its group; what disturbs, with advice; a last line that sums up."""
    page = _Page(options)
    for group, members in groupby(checks, key=lambda one: one.group):
        page.heading(page.translate(f"group-{group}"))
        for check in members:
            _line(page, check)
    disturbing = sum(check.disturbs for check in checks)
    page.line()
    text = page.translate("disturbed" if disturbing else "well", count=disturbing)
    page.line(text, "bold red" if disturbing else "green")
    return page.text().lstrip("\n")


class _Page(Page):
    catalogue = "doctor"


def _line(page: _Page, check: DoctorCheck) -> None:
    options = page.options
    mark = ("!", "bold red") if check.disturbs else ("v" if options.ascii_only else "✓", "green")
    left = Text(f"{mark[0]} ", style=mark[1]).append(_label(check, page), style="not bold default")
    page.row(left, Text(page.plain(sentence(check, options.language))), LABEL, indent=1)
    advice = f"errors.{check.args['error']}+fix" if "error" in check.args else f"{check.code}+fix"
    if check.disturbs and has(options.language, advice):
        text = translate(options.language, advice, check.args.get("args", check.args))
        page.row(Text(), Text(page.plain(f"→ {text}"), style="italic"), LABEL, indent=1)


def _label(check: DoctorCheck, page: _Page) -> str:
    code = f"label-{check.label}"
    return page.translate(code) if has(page.options.language, f"doctor.{code}") else sanitize(check.label)


def sentence(check: DoctorCheck, language: str) -> str:
    """What a check says."""
    args = dict(check.args)
    if "error" in args:
        args["why"] = translate(language, f"errors.{args['error']}", args["args"])
    if "by" in args:
        args["by"] = translate(language, f"doctor.by-{args['by']}")
    return translate(language, check, args)


def render_json(checks: Sequence[DoctorCheck], language: str) -> str:
    """The same checks in the same order; `text` in the language of the run."""
    listed = [
        {
            "group": one.group,
            "label": one.label,
            "disturbs": one.disturbs,
            "code": one.key,
            "args": {
                name: value if isinstance(value, str | int | None) else str(value) for name, value in one.args.items()
            },
            "text": sentence(one, language),
        }
        for one in checks
    ]
    tree = {"schema": SCHEMA, "disturbed": any(one.disturbs for one in checks), "signs": listed}
    return document(tree)
