"""congress digest: ten lines for a mail, as text or as a draft that a mail program opens."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from congress_cli.cli.options import AsOf, Debug, Lang, NoWaivers, Rules, Units, Waivers
from congress_cli.cli.session import Session, typed_day
from congress_cli.cli.streams import write_out
from congress_cli.errors import UsageError
from congress_cli.files import write_whole
from congress_cli.formats import RenderOptions
from congress_cli.model.report import Selection

if TYPE_CHECKING:
    from congress_cli.model.report import Report


def digest(
    ctx: typer.Context,
    since: Annotated[str | None, typer.Option("--since", metavar="REPORT")] = None,
    store: Annotated[str | None, typer.Option("--store", metavar="FOLDER")] = None,
    eml: Annotated[str | None, typer.Option("--eml", metavar="FILE")] = None,
    sender: Annotated[str | None, typer.Option("--from", metavar="ADDRESS")] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="ADDRESS")] = None,
    as_of: AsOf = None,
    units: Units = None,
    rules: Rules = None,
    waivers: Waivers = None,
    no_waivers: NoWaivers = False,
    lang: Lang = None,
    debug: Debug = False,
) -> int:
    """Judge, compare with the last run, and tell it in ten lines."""
    del lang, debug
    session: Session = ctx.obj
    if since is not None and store is not None:
        raise UsageError("digest-two-pasts")
    day = typed_day(as_of)
    project = session.project(units, rules, waivers, use_waivers=not no_waivers)
    from congress_cli.app.check import check
    from congress_cli.app.compare import compared
    from congress_cli.screens.digest import Digest, mail

    report = check(project, Selection(), day, session.today()).report
    before = _before(report, since, store)
    told = Digest(report, None if before is None else compared(before, report), RenderOptions(session.language))
    if eml is None:
        return write_out(told.text())
    write_whole(Path(eml), mail(told.subject(), told.text(), report.as_of, sender, to))
    session.note("written", path=eml)
    return 0


def _before(report: Report, since: str | None, store: str | None) -> Report | None:
    """The earlier report; with a store its newest one, and the report of now is kept beside it."""
    from congress_cli.app.history import Store
    from congress_cli.reading.report import read_report

    if since is not None:
        return read_report(since)
    if store is None:
        return None
    kept = Store(Path(store))
    latest = kept.latest()
    kept.keep(report)
    return None if latest is None else latest.report
