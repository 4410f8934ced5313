"""html: the report as one page that needs nothing but itself: no network, no script to be read, A4 when printed.

The page is put together here from its parts; everything is escaped, and the page may run and show nothing but its own
script and style. Its words stand in the catalogues of formats.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from congress_cli.formats.html import data, head, lists, progress, work
from congress_cli.formats.html.words import PLACE, Words
from congress_cli.language.commands import command_line, given_in
from congress_cli.model.report import Report
from congress_cli.rendering.options import RenderOptions, TextStream
from congress_cli.text import in_markup, sanitize

STYLES = ("page.css", "print.css")
MOST_UNITS = 5000  # of which a page shows single findings
SCRIPTS = ("holdings.js", "proof.js", "results.js", "page.js")


def write(report: Report, stream: TextStream, options: RenderOptions) -> None:
    """The whole page. `unfolded` opens what would be closed. Of very many units no single findings stand on it."""
    words = Words(report, options)
    single = len(report.units) <= MOST_UNITS
    first = work.work(words, with_rules=not single)
    page = _filled(
        words,
        data=data.embedded(words) if single else "",
        unfolded=options.unfolded,
        single=single,
        most=MOST_UNITS,
        narrower=_narrower(words),
        head=head.head(words),
        work=first,
        parts=progress.parts(words),
        grids=head.grids(words) if single else (),
        rules=head.rule_rows(words),
        ahead=head.ahead(words),
        steps=lists.chart(words),
        lists=lists.lists(words) if single else lists.counted(words),
        choices=data.choices(words, first),
    )
    stream.write(page)


def _narrower(words: Words) -> str:
    """The command that makes the page of one unit."""
    blank = words.translate("too-many-words")
    return command_line("congress", "check", blank=blank, given=given_in(words.report.command))


def _filled(words: Words, data: str, **parts: object) -> str:
    """The page of these parts, escaped; `data` may stand in an element of a script as it is."""
    style, script = _joined(STYLES), _joined(SCRIPTS)
    policy = f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'"
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            language=words.language,
            as_of=words.report.as_of.isoformat(),
            tool=words.report.tool,
            inputs=words.report.inputs,
            statuses=words.statuses,
            whole=words.report.whole,
            totals={status: PLACE[status] for status, count in words.report.totals.items() if count},
            translate=words.translate,
            screen=words.phrases.translate,
            policy=f"{policy}; form-action 'none'",
            style=Markup(style),  # noqa: S704  (the package's own file)
            script=Markup(script),  # noqa: S704
            data=Markup(data),  # noqa: S704
            **parts,
        )
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("congress_cli.formats.html", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_sanitized,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _sanitized(value: object) -> object:
    """All values given to the template pass the sanitiser; the parts of the page itself do not."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return Markup(in_markup(str(escape(sanitize(value)))))  # noqa: S704


def _joined(names: tuple[str, ...]) -> str:
    folder = files("congress_cli.formats.html")
    return "\n" + "\n".join(folder.joinpath(name).read_text("utf-8") for name in names)


def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()
