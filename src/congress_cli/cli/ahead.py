"""congress simulate: what would change. The commands that look ahead; they write no registry."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from congress_cli.cli.check import FAIL_ON, verdict
from congress_cli.cli.completion import facts_like, pairs_like, parameters_like
from congress_cli.cli.options import (
    AsOf,
    Form,
    NoWaivers,
    Rules,
    Screen,
    Selected,
    TextOrJson,
    Unfolded,
    Units,
    Waivers,
    choice,
    command,
)
from congress_cli.cli.session import Session
from congress_cli.cli.terminal import write_out

FailOn = Annotated[str, choice("--fail-on", FAIL_ON)]


@command
def simulate(
    session: Session,
    *,
    set_: Annotated[
        list[str] | None, typer.Option("--set", metavar="PARAM=VALUE", autocompletion=parameters_like)
    ] = None,
    event: Annotated[
        list[str] | None, typer.Option("--event", metavar="UNIT FACT=VALUE", autocompletion=pairs_like)
    ] = None,
    shift: Annotated[list[str] | None, typer.Option("--shift", metavar="FACT=+7d", autocompletion=facts_like)] = None,
    rules: Rules = None,
    selected: Selected,
    as_of: AsOf = None,
    units: Units = None,
    waivers: Waivers = None,
    no_waivers: NoWaivers = False,
    fail_on: FailOn = "violation",
    format_: Form = TextOrJson.TEXT,
    unfolded: Unfolded = False,
    screen: Screen,
) -> int:
    """Judge the registry as it is and as it would be, and say what would change."""
    options = screen.options(session, unfolded=unfolded or screen.whole)
    from congress_cli.app.simulate import Assumptions
    from congress_cli.app.simulate import simulate as simulated
    from congress_cli.screens.simulation import RENDERERS

    project = session.project(units, None, waivers, use_waivers=not no_waivers)
    other = None if rules is None else Path(rules)
    assumptions = Assumptions(tuple(set_ or ()), tuple(event or ()), tuple(shift or ()), other)
    found = simulated(project, assumptions, selected.selection(), as_of, session.today)
    written = write_out(RENDERERS[format_](found, options), utf8=format_ is TextOrJson.JSON)
    return written or verdict(found.comparison.new.problems, fail_on)
