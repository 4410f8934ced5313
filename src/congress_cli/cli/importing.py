"""congress import: what a filled-in form changes, told first, and written only when that is asked for."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from congress_cli.cli import terminal
from congress_cli.cli.session import Session, one_of, typed_day
from congress_cli.cli.streams import write_out
from congress_cli.errors import ExitCode
from congress_cli.model.sheet import Fate
from congress_cli.reading.files import read_bytes
from congress_cli.rendering.options import RenderOptions

if TYPE_CHECKING:
    from congress_cli.edit.transaction import Desk
    from congress_cli.model.sheet import Differences


def import_(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE")],
    apply: Annotated[bool, typer.Option("--apply")] = False,
    by: Annotated[str | None, typer.Option("--by", metavar="OFFICE")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DAY")] = None,
    units: Annotated[str | None, typer.Option("--units", metavar="PATH")] = None,
    rules: Annotated[str | None, typer.Option("--rules", metavar="FILE")] = None,
    waivers: Annotated[str | None, typer.Option("--waivers", metavar="FILE")] = None,
    lang: Annotated[str | None, typer.Option("--lang", metavar="vi|en")] = None,
    color: Annotated[str, typer.Option("--color", metavar="auto|always|never")] = "auto",
    width: Annotated[int | None, typer.Option("--width", metavar="N")] = None,
    debug: Annotated[bool, typer.Option("--debug")] = False,
) -> int:
    """Tell what a filled-in form changes, and write it where that is asked for."""
    del lang, debug
    session: Session = ctx.obj
    one_of("--color", color, ("auto", "always", "never"))
    day = typed_day(as_of)
    from congress_cli.cli.edit_options import open_desk
    from congress_cli.edit.sheets.form import version_of
    from congress_cli.edit.sheets.importing import read_sheet
    from congress_cli.edit.typed_values import typed_text

    content = read_bytes(file, file)
    desk = open_desk(session, units, rules, waivers, writes=apply)
    found = read_sheet(content, file, desk.data, version_of(desk.project, desk.data))
    office = None if by is None else typed_text("--by", by)
    again = _again(file, {"--units": units, "--rules": rules, "--waivers": waivers, "--by": by})
    run = _Import(session, desk, found, _look(session.language, color, width), apply and not found.refused)
    return write_out(run.text(day, office, again)) or run.code()


@dataclass(frozen=True, slots=True)
class _Import:
    """One run. `writes`: whether the changes are written and not only told."""

    session: Session
    desk: Desk
    found: Differences
    options: RenderOptions
    writes: bool

    def text(self, day: date | None, by: str | None, again: str) -> str:
        """All that is told; the changes are written on the way. `again`: the command that would write them."""
        from congress_cli.screens.differences import render_differences

        text = render_differences(self.found, self.options)
        if self.found.changes and not self.found.refused:
            text += f"\n{self._settled(day, by)}"
        return f"{text}\n{self._closing(again)}\n"

    def code(self) -> int:
        """Whether sheet and registry differ now."""
        return ExitCode.OK if self.found.clean or self.writes else ExitCode.PROBLEMS

    def _settled(self, day: date | None, by: str | None) -> str:
        """Draw up the changes, write them where that is asked for, and tell which findings move."""
        from congress_cli.app.check import judged_day
        from congress_cli.edit.impact import outcome_of
        from congress_cli.edit.sheets.importing import changes_of
        from congress_cli.edit.transaction import draft, write
        from congress_cli.screens import changes

        drawn = draft(self.desk, changes_of(self.desk, self.found.changes))
        judged, came_from = judged_day(day, drawn.after.registry.as_of, self.session.today())
        outcome = outcome_of(drawn, judged, came_from)
        if self.writes:
            write(drawn, "import", self.session.now(), by)
        return changes.render(outcome._replace(lines=()), self.options)

    def _closing(self, again: str) -> str:
        found = self.found
        if found.clean:
            return self.session.translate("sheets.same")
        counts = {fate.value: sum(cell.fate is fate for cell in found.cells) for fate in Fate}
        code = "applied" if self.writes else "not-applied" if found.refused else "dry-run"
        return self.session.translate(f"sheets.{code}", **counts, refused=len(found.refused), command=again)


def _again(file: str, options: dict[str, str | None]) -> str:
    """The command that writes what this one told."""
    named = [word for option, value in options.items() if value for word in (option, value)]
    return shlex.join(["congress", "import", file, *named, "--apply"])


def _look(language: str, color: str, width: int | None) -> RenderOptions:
    to_terminal = terminal.is_terminal()
    return RenderOptions(
        language=language,
        width=terminal.width(width) if to_terminal or width is not None else terminal.WIDEST,
        color=terminal.colored(color, terminal.environment(), to_terminal=to_terminal),
        ascii_only=terminal.ascii_only(),
        unfolded=not to_terminal and width is None,
    )
