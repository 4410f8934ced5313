"""congress export and import: a form to be filled in, and what it changes once it is."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from congress_cli.cli import options as opt
from congress_cli.cli.session import Session, asked_for
from congress_cli.cli.terminal import WIDEST, write_out
from congress_cli.errors import CongressError, ExitCode, UsageError
from congress_cli.files.writing import ANYTHING, Write, write_all
from congress_cli.language.commands import command_line
from congress_cli.reading.files import is_file, read_bytes


@opt.command
def export(
    session: Session,
    *,
    selected: opt.Selected,
    fact: opt.OnlyFacts = None,
    as_of: opt.AsOf = None,
    files: opt.Registry,
    format_: Annotated[str | None, opt.choice("--format", ("xlsx", "csv"))] = None,
    output: opt.OutputFile = None,
    force: Annotated[bool, typer.Option("--force")] = False,
    quiet: opt.Quiet = False,
) -> int:
    """Write a form of the selected units and facts."""
    chosen = format_ or ("csv" if output and Path(output).suffix.lower() == ".csv" else "xlsx")
    if chosen == "xlsx" and output in (None, "-"):
        raise UsageError("output-missing")
    from congress_cli.app.check import by_id
    from congress_cli.app.sheets import form_bytes
    from congress_cli.edit.sheets.form import form_of, version_of
    from congress_cli.reading.load import read_data

    project = files.project(session, use_waivers=False)
    data = read_data(project)
    asked, taken = asked_for(session, selected.selection(), lambda wanted: by_id(wanted, data))
    day = as_of or data.judged_day(None, session.today)[0]
    form = form_of(data, version_of(project, data), asked, day, fact or ())
    if not quiet:
        session.notes((*data.notes, *taken))
    is_csv = chosen == "csv"
    pages = form.pages[:1] if is_csv else form.pages  # a CSV file has one page
    for one in (page.fact for page in form.pages[len(pages) :]):
        apart = command_line("congress", "export", "--fact", one, "--format", "csv", "-o", f"{one}.csv")
        session.note("cases-apart", name=data.rulebook.names[one][session.language], command=apart)
    content = form_bytes(form, data, session.language, day, csv=is_csv)
    if output is None:
        return write_out(content.decode().replace("\r\n", "\n"), utf8=True)
    _write(Path(output), content, force=force)
    if not quiet:
        units = {row.unit.id for page in pages for row in page.rows}
        session.note("exported", path=output, units=len(units), columns=sum(len(page.columns) for page in pages))
    return ExitCode.OK


def _write(path: Path, content: bytes, *, force: bool) -> None:
    """Write the form, but not over one that may have been filled in."""
    before = read_bytes(path, str(path)) if is_file(path) else None
    if before not in (None, content) and not force:
        raise CongressError("form-exists", path=str(path))
    is_plain = is_file(path) or not os.path.lexists(path)
    write_all([Write(path, content, before if is_plain and not force else ANYTHING)])


@opt.command
def import_(
    session: Session,
    file: Annotated[str, typer.Argument(metavar="FILE")],
    *,
    apply: Annotated[bool, typer.Option("--apply")] = False,
    new_units: Annotated[bool, typer.Option("--new-units")] = False,
    by: opt.Office = None,
    future: opt.Future = False,
    as_of: opt.AsOf = None,
    files: opt.Files,
    screen: opt.Screen,
) -> int:
    """Tell what a filled-in form changes, and write it where that is asked for."""
    from congress_cli.app.search import present_of
    from congress_cli.app.sheets import SheetImport
    from congress_cli.cli.edit import open_desk
    from congress_cli.edit.sheets.form import version_of
    from congress_cli.edit.sheets.importing import read_sheet
    from congress_cli.edit.typed_values import typed_text

    content = read_bytes(file, file)
    desk = open_desk(session, files, writes=apply)
    last = None if future else present_of(desk.data, session.today).last
    version, heads = version_of(desk.project, desk.data), session.setting("import-heads") or ""
    pages = read_sheet(content, file, desk.data, version, last, heads, adds=new_units)
    office = None if by is None else typed_text("--by", by)
    more = [*(["--new-units"] if new_units else []), *(["--future"] if future else [])]
    again = command_line("congress", "import", file, *(["--by", by] if by else []), *more, "--apply")
    options = screen.options(session, unfolded=screen.whole)
    options = replace(options, width=WIDEST) if screen.whole else options
    run = SheetImport(desk, pages, options, apply and not any(page.refused for page in pages), again)
    text = run.text(as_of, session.today, session.now(), office)
    return write_out(text) or (ExitCode.OK if run.clean or run.writes else ExitCode.PROBLEMS)
