"""congress record: one fact of one unit, as it was heard on the telephone or read in a paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from congress_cli.cli.edit_options import EditOptions, open_desk, settle
from congress_cli.cli.fact_prompt import FactPrompt
from congress_cli.cli.options import AsOf, Color, Debug, DryRun, Lang, Office, Rules, Units, Width
from congress_cli.cli.prompts import can_ask
from congress_cli.cli.session import Session
from congress_cli.errors import UsageError

if TYPE_CHECKING:
    from congress_cli.edit.scalars import Raw
    from congress_cli.edit.transaction import Desk, Draft
    from congress_cli.model.registry import Unit


def record(
    ctx: typer.Context,
    unit: Annotated[str | None, typer.Argument(metavar="UNIT")] = None,
    fact: Annotated[str | None, typer.Argument(metavar="FACT")] = None,
    value: Annotated[list[str] | None, typer.Argument(metavar="VALUE")] = None,
    day: Annotated[str | None, typer.Option("--day", metavar="DAY")] = None,
    document: Annotated[str | None, typer.Option("--document", metavar="NUMBER")] = None,
    source: Annotated[str | None, typer.Option("--source", metavar="TEXT")] = None,
    by: Office = None,
    recorded: Annotated[str | None, typer.Option("--recorded", metavar="DAY")] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT")] = None,
    clear: Annotated[bool, typer.Option("--clear")] = False,
    dry_run: DryRun = False,
    as_of: AsOf = None,
    units: Units = None,
    rules: Rules = None,
    lang: Lang = None,
    color: Color = "auto",
    width: Width = None,
    debug: Debug = False,
) -> int:
    """Write one fact into the registry."""
    del lang, debug
    session: Session = ctx.obj
    given = {"day": day, "document": document, "source": source, "by": by, "recorded": recorded, "note": note}
    said = {key: text for key, text in given.items() if text is not None}
    if clear and (value or said.keys() - {"by"}):
        raise UsageError("options-exclude", options=["--clear", *(f"--{key}" for key in said), *(value or ())])
    beside = _beside(said)
    if can_ask() and not (unit and fact and (value or clear)):
        # Nobody else waits while somebody thinks: what is asked for is found out before the registry is locked.
        clerk = FactPrompt(session, open_desk(session, units, rules, writes=False))
        unit, fact, value = clerk.complete(unit, fact, None if clear else value or (), beside)
    desk = open_desk(session, units, rules, writes=not dry_run)
    clerk = FactPrompt(session, desk)
    about = clerk.unit(unit)
    name = clerk.fact(fact, about)
    entry = _Entry(desk, about, name, None if clear else clerk.value(value or (), name, about, beside), beside)
    wish = EditOptions("record", as_of, dry_run, beside.get("by"), color, width)
    return settle(session, entry.draft, wish, lambda draft: entry.told(session, draft, document))


def _beside(said: Mapping[str, str]) -> dict[str, str]:
    """What stands beside the value, as the files hold it. An empty text is kept: it takes the old one away."""
    from congress_cli.edit.typed_values import typed_document, typed_recorded, typed_span, typed_text

    beside = {key: typed_text(f"--{key}", text) for key, text in said.items()}
    for key, read in (("day", typed_span), ("document", typed_document), ("recorded", typed_recorded)):
        if beside.get(key):
            beside[key] = read(beside[key])
    return beside


@dataclass(frozen=True, slots=True)
class _Entry:
    """One fact to be written; `value` None: it is to go."""

    desk: Desk
    unit: Unit
    fact: str
    value: Mapping[str, Raw] | None
    beside: Mapping[str, str]

    def draft(self) -> Draft:
        """The registry with the fact in it."""
        from congress_cli.edit.changes import fact_change, merged_fact, recorded
        from congress_cli.edit.transaction import draft

        new: Raw = None
        if self.value is not None:
            kind = self.desk.data.rulebook.facts[self.fact].kind
            new = merged_fact(kind, recorded(self.desk, self.unit.id, self.fact), self.value, self.beside)
        return draft(self.desk, [fact_change(self.desk, self.unit.id, self.fact, new)])

    def _kept(self) -> list[str]:
        """What stood beside the old value and now stands beside another one, unasked."""
        from congress_cli.edit.changes import BESIDE, long_form, recorded

        kind = self.desk.data.rulebook.facts[self.fact].kind
        old = long_form(kind, recorded(self.desk, self.unit.id, self.fact))
        if not self.value or all(old.get(key) == new for key, new in self.value.items()):
            return []
        return [key for key in BESIDE if key in old and key not in self.beside and key not in self.value]

    def told(self, session: Session, draft: Draft, document: str | None) -> Iterator[str]:
        """The unit, the fact and the value that stands now, and what the clerk should know of it."""
        from congress_cli.cli.recorded_values import name_of, said_fact, said_number

        registry = draft.after.registry
        names = name_of(draft.after.rulebook, session.language)
        now = registry.by_id[self.unit.id].facts.get(self.fact)
        yield session.translate("desk.unit", unit=self.unit.id, name=self.unit.name)
        yield said_fact(session, self.fact, now, names)
        kept = self._kept()
        if kept:
            words = [session.translate(f"desk.beside-{key}") for key in kept]
            yield session.translate("desk.kept", keys=words, option=kept[-1])
        yield from said_number(session, document, self.beside.get("document"))
        if registry.as_of is not None and now is not None and now.perhaps_after(registry.as_of):
            yield session.translate("desk.after-frozen", frozen=registry.as_of.isoformat())
