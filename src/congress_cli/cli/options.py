"""Each option once: its name, its type and what completes it; the groups that several commands share."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from congress_cli import dataclass, formats
from congress_cli.cli import completion, terminal
from congress_cli.cli.completion import clauses_like, facts_like, owners_like, rules_like, units_like
from congress_cli.cli.session import Session, today
from congress_cli.days import DayError
from congress_cli.errors import UsageError
from congress_cli.formats import FORMATS, GROUPINGS, Format, RenderOptions, format_of
from congress_cli.language.commands import GIVEN
from congress_cli.model.finding import Status
from congress_cli.reading.project import Project, letterhead, settings

if TYPE_CHECKING:
    from congress_cli.model.report import Selection

# ---------------------------------------------------------------- types of parameters


def typed_day(text: str | date) -> date:
    """A day that a person typed. Raises UsageError."""
    if isinstance(text, date):
        return text
    from congress_cli.model.typed import Present, said_exact  # compiles many patterns

    try:
        return said_exact(text, today())
    except DayError as error:
        from congress_cli.edit.typed_values import day_mistake

        raise day_mistake("as-of-bad", error, Present(today()), text=text) from None


def one_of(option: str, known: Sequence[str], value: str) -> str:
    """A value of a closed set. Raises UsageError."""
    if value not in known:
        raise UsageError("option-value-unknown", option=option, text=value, all=list(known))
    return value


def _path(option: str, text: str) -> str:
    if text == "":
        raise UsageError("option-value-missing", text=option)
    return text


def file_option(option: str, metavar: str = "FILE") -> Any:
    """An option that names a file to read."""
    return typer.Option(option, metavar=metavar, parser=partial(_path, option))


def _words_like(words: Iterable[str]) -> Callable[[Any, str], list[completion.Entry]]:
    """What completes a word of a closed set. A closure: typer looks at no partial."""
    return lambda ctx, incomplete: completion.words_like(words, ctx, incomplete)


def choice(option: str, known: Iterable[str]) -> Any:
    """An option with a closed set of values."""
    words = tuple(known)
    parser = partial(one_of, option, words)
    return typer.Option(option, metavar="|".join(words), parser=parser, autocompletion=_words_like(words))


MANY = 6


def choice_argument(command: str, known: Iterable[str]) -> Any:
    """The one argument of a command that takes a word of a closed set; of many words the help tells which."""
    words = tuple(known)
    parser = partial(one_of, command, words)
    return typer.Argument(
        metavar="|".join(words) if len(words) < MANY else "NAME", parser=parser, autocompletion=_words_like(words)
    )


# ---------------------------------------------------------------- where a report goes

STDOUT = "-"


@dataclass(frozen=True, slots=True)
class Output:
    """One rendering of a report and the file it goes to; none: standard output."""

    format: Format
    path: str | None = None


def named_output(asked: str) -> Output:
    """What one `F` or `F=FILE` names. Raises UsageError."""
    name, separator, path = asked.partition("=")
    if name not in FORMATS:
        raise UsageError("option-value-unknown", option="--format", text=name, all=list(FORMATS))
    if separator and not path:
        raise UsageError("option-value-missing", text=f"--format {name}=")
    return Output(FORMATS[name], None if path in ("", STDOUT) else path)


def outputs(asked: Sequence[Output], target: str | None, *, quiet: bool = False) -> tuple[Output, ...]:
    """What `--format` and `-o` ask for together; without either a table at a terminal, and lines in a pipe.

    With `quiet` it is the table in a pipe, too: a mail says what the screen says.

    Raises UsageError for two outputs in one place and for bytes on a terminal.
    """
    named = list(asked)
    loose = [one for one in named if one.path is None]
    if target not in (None, STDOUT) and len(loose) < 2:
        named = [one for one in named if one.path is not None]
        named.append(Output(loose[0].format if loose else _by_ending(str(target)), target))
    elif not named or (target == STDOUT and not loose):
        named.append(Output(_default(quiet=quiet)))
    _refuse_same_place(named)
    _refuse_terminal(named)
    return tuple(named)


_INSTEAD = {"pdf": ("docx", "xlsx", "html"), "doc": ("docx",), "xls": ("xlsx",)}


def _by_ending(path: str) -> Format:
    stem, _, ending = path.rpartition(".")
    if formats := _INSTEAD.get(ending.lower()):
        instead = ", ".join(f".{one}" for one in formats)
        example = f"{stem}.{formats[0]}"
        raise UsageError("ending-not-written", path=path, ending=ending, instead=instead, example=example)
    return format_of(path) or FORMATS["plain"]


def _default(*, quiet: bool) -> Format:
    if not terminal.is_terminal() and terminal.environment().get("GITHUB_ACTIONS") == "true":
        return FORMATS["github"]
    return FORMATS["table" if quiet or terminal.is_terminal() else "plain"]


def _refuse_same_place(named: Iterable[Output]) -> None:
    seen: dict[str | None, str] = {}
    for one in named:
        place = None if one.path is None else os.path.realpath(one.path)
        if place in seen:
            raise UsageError("outputs-collide", first=seen[place], second=one.format.name, path=one.path or STDOUT)
        seen[place] = one.format.name


def _refuse_terminal(named: Iterable[Output]) -> None:
    for one in named:
        if one.path is None and one.format.form is formats.Form.BINARY and terminal.is_terminal():
            raise UsageError("binary-to-terminal", format=one.format.name, ending=one.format.endings[0])


# ---------------------------------------------------------------- options and arguments

Names = list[str] | None
AsOf = Annotated[date | None, typer.Option("--as-of", metavar="DAY", parser=typed_day)]
KnownAt = Annotated[date | None, typer.Option("--known-at", metavar="DAY", parser=typed_day)]
Units = Annotated[str | None, file_option("--units", "PATH")]
Rules = Annotated[str | None, file_option("--rules")]
Waivers = Annotated[str | None, file_option("--waivers")]
NoWaivers = Annotated[bool, typer.Option("--no-waivers")]
OnlyUnits = Annotated[Names, typer.Option("--unit", metavar="ID", autocompletion=units_like)]
OnlyUnder = Annotated[Names, typer.Option("--under", metavar="ID", autocompletion=units_like)]
OnlyRules = Annotated[Names, typer.Option("--rule", metavar="ID", autocompletion=rules_like)]
OnlyClauses = Annotated[Names, typer.Option("--clause", metavar="CLAUSE", autocompletion=clauses_like)]
OnlyOwners = Annotated[Names, typer.Option("--owner", metavar="WHO", autocompletion=owners_like)]
OnlyStatuses = Annotated[Names, typer.Option("--status", metavar="STATUS", autocompletion=_words_like(Status))]
OnlyFacts = Annotated[Names, typer.Option("--fact", metavar="ID", autocompletion=facts_like)]
UnitArgument = Annotated[str, typer.Argument(metavar="UNIT", autocompletion=units_like)]
RuleArgument = Annotated[str, typer.Argument(metavar="RULE", autocompletion=rules_like)]
ReportArgument = Annotated[str, typer.Argument(metavar="REPORT")]
Form = Annotated[str, choice("--format", ("text", "json"))]
Formats = Annotated[
    list[Output] | None,
    typer.Option("--format", metavar="F[=FILE]", parser=named_output, autocompletion=_words_like(FORMATS)),
]
OutputFile = Annotated[str | None, typer.Option("-o", "--output", metavar="FILE")]
Unfolded = Annotated[bool, typer.Option("--all")]
GroupBy = Annotated[str | None, choice("--group-by", GROUPINGS)]
Color = Annotated[str, choice("--color", ("auto", "always", "never"))]
Width = Annotated[int | None, typer.Option("--width", metavar="N")]
Quiet = Annotated[bool, typer.Option("-q", "--quiet")]
Verbose = Annotated[bool, typer.Option("-v", "--verbose")]
Store = Annotated[str, typer.Option("--store", metavar="FOLDER")]
Office = Annotated[str | None, typer.Option("--by", metavar="OFFICE")]
Future = Annotated[bool, typer.Option("--future")]
DryRun = Annotated[bool, typer.Option("--dry-run")]
DAY = typer.Option("--day", metavar="DAY")
DOCUMENT = typer.Option("--document", metavar="NUMBER")
Tags = Annotated[Names, typer.Option("--tag", metavar="TAG")]
PARENT = typer.Option("--parent", metavar="UNIT", autocompletion=units_like)
Source = Annotated[str | None, typer.Option("--source", metavar="TEXT")]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT")]
Lang = Annotated[str | None, typer.Option("--lang", metavar="vi|en", autocompletion=_words_like(("vi", "en")))]
Debug = Annotated[bool, typer.Option("--debug")]


# ---------------------------------------------------------------- groups


@dataclass(frozen=True, slots=True)
class Registry:
    """The registry and the rulebook to read."""

    units: Units = None
    rules: Rules = None

    def project(self, session: Session, *, use_waivers: bool = True) -> Project:
        """The files of this run. Raises CongressError where there are none."""
        return session.project(self.units, self.rules, use_waivers=use_waivers)


@dataclass(frozen=True, slots=True)
class Files(Registry):
    """Registry, rulebook and waivers."""

    waivers: Waivers = None

    def project(self, session: Session, *, use_waivers: bool = True) -> Project:
        """The files of this run. Raises CongressError where there are none."""
        return session.project(self.units, self.rules, self.waivers, use_waivers=use_waivers)


@dataclass(frozen=True, slots=True)
class JudgedFiles(Files):
    """Registry, rulebook and waivers, which may be left out."""

    no_waivers: NoWaivers = False

    def project(self, session: Session, *, use_waivers: bool = True) -> Project:
        """The files of this run. Raises CongressError where there are none."""
        asked = use_waivers and not self.no_waivers
        return session.project(self.units, self.rules, self.waivers, use_waivers=asked)


@dataclass(frozen=True, slots=True)
class Selected:
    """Which units, rules and owners."""

    unit: OnlyUnits = None
    under: OnlyUnder = None
    rule: OnlyRules = None
    owner: OnlyOwners = None

    def selection(self) -> Selection:
        """What was asked for; empty: everything."""
        from congress_cli.model.report import Selection

        return Selection(
            units=tuple(self.unit or ()),
            under=tuple(self.under or ()),
            rules=tuple(self.rule or ()),
            owners=tuple(self.owner or ()),
        )


@dataclass(frozen=True, slots=True)
class Screen:
    """How text on standard output is to look."""

    color: Color = "auto"
    width: Width = None

    def options(self, session: Session, *, unfolded: bool = False, format_: str = "text") -> RenderOptions:
        """What the terminal can show, and what was asked for; a format other than text holds every sign."""
        to_terminal = terminal.is_terminal()
        return RenderOptions(
            session.language,
            width=terminal.width(self.width),
            color=terminal.colored(self.color, terminal.environment(), to_terminal=to_terminal),
            ascii_only=format_ == "text" and terminal.ascii_only(),
            unfolded=unfolded,
            given=GIVEN.get(),
        )

    def line_options(self, session: Session, *, unfolded: bool = False) -> RenderOptions:
        """The same for text that is searched line by line: a pipe wraps nothing unless a width is asked for."""
        found = self.options(session, unfolded=unfolded)
        wrapped = terminal.is_terminal() or self.width is not None or "COLUMNS" in terminal.environment()
        return found if wrapped else replace(found, width=terminal.WIDEST)

    @property
    def whole(self) -> bool:
        """Whether lists stay unfolded unasked: there is no window in a pipe."""
        return not terminal.is_terminal() and self.width is None


@dataclass(frozen=True, slots=True)
class ReportScreen:
    """Where a report goes and how it is to look."""

    format_: Formats = None
    output: OutputFile = None
    unfolded: Unfolded = False
    group_by: GroupBy = None
    color: Color = "auto"
    width: Width = None
    quiet: Quiet = False
    verbose: Verbose = False

    def outputs(self) -> tuple[Output, ...]:
        """Each rendering and where it goes. Raises UsageError."""
        return outputs(self.format_ or (), self.output, quiet=self.quiet)

    def options(self, session: Session) -> RenderOptions:
        """What options and settings ask for. Raises CongressError for a setting that makes no page."""
        return RenderOptions(
            session.language,
            terminal.width(self.width),
            unfolded=self.unfolded,
            group_by=self.group_by,
            quiet=self.quiet,
            verbose=self.verbose,
            letterhead=letterhead(settings(Path.cwd())),
            given=GIVEN.get(),
        )


@dataclass(frozen=True, slots=True)
class Edit(Screen):
    """How a change is made and shown."""

    by: Office = None
    dry_run: DryRun = False
    as_of: AsOf = None


# ---------------------------------------------------------------- a function as a command

LAST = ("lang", "color", "width", "no_cache", "quiet", "verbose", "debug")


@dataclass(frozen=True, slots=True)
class _Common:
    """What every command takes; read before the command line is (`cli/terminal.py`, `__main__.py`)."""

    lang: Lang = None
    debug: Debug = False


def command(function: Callable[..., int]) -> Callable[..., int]:
    """The function as typer reads it: the session from the context, each group of options as its options."""
    own = dict(inspect.signature(function, eval_str=True).parameters)
    session = own.pop("session")
    groups: dict[str, Any] = {name: one.annotation for name, one in own.items() if is_dataclass(one.annotation)}
    listed = [option for one in own.values() for option in _options(one)]
    listed += _options(session.replace(annotation=_Common))

    def called(ctx: typer.Context, **given: Any) -> int:
        mine = {name: given[name] for name in own if name not in groups}
        mine |= {name: kind(**{one.name: given[one.name] for one in fields(kind)}) for name, kind in groups.items()}
        return function(ctx.obj, **mine)

    listed.sort(key=lambda one: LAST.index(one.name) if one.name in LAST else -1)
    context = session.replace(name="ctx", annotation=typer.Context, kind=inspect.Parameter.KEYWORD_ONLY)
    called.__signature__ = inspect.Signature([context, *listed])  # type: ignore[attr-defined]
    return called


def _options(parameter: inspect.Parameter) -> list[inspect.Parameter]:
    """The options of a group; of anything else the parameter itself."""
    kind = parameter.annotation
    if not is_dataclass(kind):
        return [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)]
    types = get_type_hints(kind, include_extras=True)
    return [
        inspect.Parameter(
            one.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=inspect.Parameter.empty if one.default is MISSING else one.default,
            annotation=types[one.name],
        )
        for one in fields(kind)
    ]
