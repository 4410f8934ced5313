"""congress export: a form to be filled in, for Excel or as CSV."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from congress_cli.cli.session import Session, one_of
from congress_cli.cli.streams import write_out
from congress_cli.errors import CongressError, ExitCode, UsageError
from congress_cli.files.writing import ANYTHING, Write, write_all
from congress_cli.model.report import Selection
from congress_cli.reading.files import read_bytes

if TYPE_CHECKING:
    from congress_cli.edit.sheets.form import Form
    from congress_cli.reading.load import Data

Names = list[str] | None
FORMATS = ("xlsx", "csv")


def export(
    ctx: typer.Context,
    unit: Annotated[Names, typer.Option("--unit", metavar="ID")] = None,
    under: Annotated[Names, typer.Option("--under", metavar="ID")] = None,
    rule: Annotated[Names, typer.Option("--rule", metavar="ID")] = None,
    owner: Annotated[Names, typer.Option("--owner", metavar="WHO")] = None,
    fact: Annotated[Names, typer.Option("--fact", metavar="ID")] = None,
    units: Annotated[str | None, typer.Option("--units", metavar="PATH")] = None,
    rules: Annotated[str | None, typer.Option("--rules", metavar="FILE")] = None,
    format_: Annotated[str | None, typer.Option("--format", metavar="|".join(FORMATS))] = None,
    output: Annotated[str | None, typer.Option("-o", "--output", metavar="FILE")] = None,
    force: Annotated[bool, typer.Option("--force")] = False,
    lang: Annotated[str | None, typer.Option("--lang", metavar="vi|en")] = None,
    quiet: Annotated[bool, typer.Option("-q", "--quiet")] = False,
    debug: Annotated[bool, typer.Option("--debug")] = False,
) -> int:
    """Write a form of the selected units and facts."""
    del lang, debug
    session: Session = ctx.obj
    chosen = _format(format_, output)
    asked = Selection(
        units=tuple(unit or ()), under=tuple(under or ()), rules=tuple(rule or ()), owners=tuple(owner or ())
    )
    from congress_cli.edit.sheets.form import form_of, version_of
    from congress_cli.reading.load import read_data

    project = session.project(units, rules, use_waivers=False)
    data = read_data(project)
    form = form_of(data, version_of(project, data), asked, tuple(fact or ()))
    if not quiet:
        session.notes(data.notes)
    content = _content(session, form, data, chosen)
    if output is None:
        return write_out(content.decode().replace("\r\n", "\n"), utf8=True)
    _write(Path(output), content, force=force)
    if not quiet:
        session.note("exported", path=output, units=len(form.rows), columns=len(form.columns))
    return ExitCode.OK


def _content(session: Session, form: Form, data: Data, chosen: str) -> bytes:
    if chosen == "csv":
        from congress_cli.edit.sheets.csv_form import csv_text

        return csv_text(form, data.rulebook, session.language).encode()
    from congress_cli.app.check import judged_day
    from congress_cli.edit.sheets.xlsx_form import xlsx_bytes

    as_of, _ = judged_day(None, data.registry.as_of, session.today())
    return xlsx_bytes(form, data.rulebook, session.language, as_of)


def _format(asked: str | None, output: str | None) -> str:
    """The format asked for, else by the output's ending. Raises UsageError."""
    ending = Path(output).suffix.lstrip(".").lower() if output else ""
    chosen = one_of("--format", asked or (ending if ending in FORMATS else FORMATS[0]), FORMATS)
    if chosen == "xlsx" and output in (None, "-"):
        raise UsageError("output-missing")
    return chosen


def _write(path: Path, content: bytes, *, force: bool) -> None:
    """Write the form, but not over one that may have been filled in."""
    before = read_bytes(path, str(path)) if path.is_file() else None
    if before not in (None, content) and not force:
        raise CongressError("form-exists", path=str(path))
    is_plain = path.is_file() or not path.exists()
    write_all([Write(path, content, before if is_plain and not force else ANYTHING)])
