"""congress explain: from a red line back to the sentence of the directive and the line of the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from congress_cli.cli import terminal
from congress_cli.cli.naming import said
from congress_cli.cli.options import screen_options
from congress_cli.cli.session import Session, one_of, typed_day
from congress_cli.cli.streams import write_out
from congress_cli.errors import UsageError
from congress_cli.text import suggestions

if TYPE_CHECKING:
    from congress_cli.explain import Judged
    from congress_cli.model.proof import Proof


def explain(
    ctx: typer.Context,
    unit: Annotated[str, typer.Argument(metavar="UNIT")],
    rule: Annotated[str | None, typer.Argument(metavar="[RULE]")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DAY")] = None,
    units: Annotated[str | None, typer.Option("--units", metavar="PATH")] = None,
    rules: Annotated[str | None, typer.Option("--rules", metavar="FILE")] = None,
    waivers: Annotated[str | None, typer.Option("--waivers", metavar="FILE")] = None,
    no_waivers: Annotated[bool, typer.Option("--no-waivers")] = False,
    format_: Annotated[str, typer.Option("--format", metavar="text|json")] = "text",
    lang: Annotated[str | None, typer.Option("--lang", metavar="vi|en")] = None,
    color: Annotated[str, typer.Option("--color", metavar="auto|always|never")] = "auto",
    width: Annotated[int | None, typer.Option("--width", metavar="N")] = None,
    debug: Annotated[bool, typer.Option("--debug")] = False,
) -> int:
    """Prove one finding, or list those of a unit, worst first."""
    del lang, debug
    session: Session = ctx.obj
    day = typed_day(as_of)
    one_of("--format", format_, ("text", "json"))
    unfolded = not terminal.is_terminal() and width is None
    appearance = screen_options(session.language, color=color, width=width, unfolded=unfolded)
    from congress_cli.app.check import judged_day
    from congress_cli.explain import judged as judge_all
    from congress_cli.reading.load import read_data
    from congress_cli.screens import explanation

    data = read_data(session.project(units, rules, waivers, use_waivers=not no_waivers))
    if rule is not None and rule not in data.rulebook.by_id:
        raise UsageError("rule-unknown", text=rule, known=suggestions(rule, data.rulebook.by_id))
    unit = said(unit, data.registry, session)
    session.notes(data.notes)
    judged, came_from = judged_day(day, data.registry.as_of, session.today())
    run = judge_all(data.registry, data.rulebook, data.waivers, judged, came_from)
    found = _proofs(run, unit, rule)
    if rule is None:
        text = explanation.listed(found, appearance, format_)
    else:
        text = (explanation.render_json if format_ == "json" else explanation.render)(found[0], appearance)
    return write_out(text, utf8=format_ == "json")


def _proofs(run: Judged, unit: str, rule: str | None) -> list[Proof]:
    """The proof of one rule, or of every rule of the unit, worst first. Raises UsageError where there is none."""
    from congress_cli.explain import prove

    wanted = [rule] if rule is not None else [finding.rule for finding in run.of_unit(unit)]
    found = [proof for name in wanted if (proof := prove(run, unit, name)) is not None]
    if not found:
        raise UsageError("unit-without-rules" if rule is None else "rule-not-for-unit", text=unit, rule=rule)
    return found
