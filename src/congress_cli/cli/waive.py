"""congress waive: a unit is allowed to miss a rule for a while, by a paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from congress_cli.cli.edit_options import EditOptions, one_unit, open_desk, settle
from congress_cli.cli.options import AsOf, Color, Debug, DryRun, Lang, Office, Rules, Units, Waivers, Width
from congress_cli.cli.session import Session, typed_day
from congress_cli.errors import UsageError
from congress_cli.text import suggestions

if TYPE_CHECKING:
    from congress_cli.edit.scalars import Raw
    from congress_cli.edit.transaction import Desk, Draft
    from congress_cli.model.finding import Finding


def waive(
    ctx: typer.Context,
    unit: Annotated[str, typer.Argument(metavar="UNIT")],
    rule: Annotated[str, typer.Argument(metavar="RULE")],
    until: Annotated[str, typer.Option("--until", metavar="DAY")],
    document: Annotated[str, typer.Option("--document", metavar="NUMBER")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT")],
    begins: Annotated[str | None, typer.Option("--from", metavar="DAY")] = None,
    authority: Annotated[str | None, typer.Option("--authority", metavar="OFFICE")] = None,
    by: Office = None,
    dry_run: DryRun = False,
    as_of: AsOf = None,
    units: Units = None,
    rules: Rules = None,
    waivers: Waivers = None,
    lang: Lang = None,
    color: Color = "auto",
    width: Width = None,
    debug: Debug = False,
) -> int:
    """Write one waiver."""
    del lang, debug
    session: Session = ctx.obj
    from congress_cli.app.check import judged_day
    from congress_cli.edit.typed_values import typed_document, typed_exact, typed_text

    desk = open_desk(session, units, rules, waivers, writes=not dry_run)
    judged, _ = judged_day(typed_day(as_of), desk.data.registry.as_of, session.today())
    about = _about(desk, unit, rule, judged)
    waiver: dict[str, Raw] = {
        "rule": rule,
        "units": [about.unit],
        "from": judged.isoformat() if begins is None else typed_exact("--from", begins),
        "until": typed_exact("--until", until),
        "authority": typed_text("--authority", authority or desk.data.rulebook.directive.issuer),
        "document": typed_document(document),
        "reason": typed_text("--reason", reason),
    }
    _check(waiver)
    wish = EditOptions("waive", as_of, dry_run, by, color, width)
    told = _Told(session, about, waiver, document, authority is not None)
    return settle(session, lambda: _draft(desk, waiver), wish, told)


def _draft(desk: Desk, waiver: dict[str, Raw]) -> Draft:
    from congress_cli.edit.changes import waiver_change
    from congress_cli.edit.transaction import draft

    return draft(desk, [waiver_change(desk, waiver)])


def _about(desk: Desk, unit: str, rule: str, judged: date) -> Finding:
    """The finding that the waiver is for. Raises UsageError where the rule does not judge the unit."""
    from congress_cli.engine import judge

    data = desk.data
    if rule not in data.rulebook.by_id:
        raise UsageError("rule-unknown", text=rule, known=suggestions(rule, data.rulebook.by_id))
    forces = {force.id for force in data.registry.task_forces}
    wanted = unit if unit in forces else one_unit(unit, data.registry).id
    findings = judge(data.registry, data.rulebook, judged, data.waivers)
    found = next((one for one in findings if (one.unit, one.rule) == (wanted, rule)), None)
    if found is None:
        raise UsageError("rule-not-for-unit", text=wanted, rule=rule)
    return found


def _check(waiver: dict[str, Raw]) -> None:
    for key in ("authority", "document", "reason"):
        if not waiver[key]:
            raise UsageError("option-value-missing", text=f"--{key}")
    if str(waiver["from"]) > str(waiver["until"]):
        raise UsageError("waiver-order", first=waiver["from"], last=waiver["until"])


class _Told:
    """What is said back of a waiver."""

    def __init__(
        self, session: Session, about: Finding, waiver: dict[str, Raw], typed: str, authority_said: bool
    ) -> None:
        self.session = session
        self.about = about
        self.waiver = waiver
        self.typed = typed
        self.authority_said = authority_said

    def __call__(self, draft: Draft) -> Iterator[str]:
        from congress_cli.cli.recorded_values import said_number

        registry, rulebook, waiver = draft.after.registry, draft.after.rulebook, self.waiver
        title = rulebook.by_id[self.about.rule].title
        told = title.vi if self.session.language == "vi" else title.en
        yield self.session.translate("desk.unit", unit=self.about.unit, name=registry.name_of(self.about.unit))
        days = {"first": waiver["from"], "last": waiver["until"]}
        yield self.session.translate("desk.waiver", rule=self.about.rule, title=told, **days)
        yield from said_number(self.session, self.typed, str(waiver["document"]))
        if not self.authority_said:
            yield self.session.translate("desk.waiver-authority", authority=waiver["authority"])
        if not self.about.is_problem:
            yield self.session.translate(
                "desk.waiver-unneeded", status=self.session.translate(f"terms.{self.about.status}")
            )
