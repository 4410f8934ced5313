"""Sentences about the coming days that screens, the digest and the page share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from congress_cli.days import on
from congress_cli.language import translate
from congress_cli.model.coming import Colliding
from congress_cli.model.finding import Status
from congress_cli.rendering.phrases import Phrases
from congress_cli.text import sanitize

MOST = 12


def say(phrases: Phrases, code: str, **args: object) -> str:
    """A sentence of the catalogue, with the short names of facts."""
    return translate(phrases.language, f"ahead.{code}", args, phrases.short_fact)


def slack(phrases: Phrases, low: int, high: int) -> str:
    """How many days are left over, from the least to the most; how many lack where it no longer fits."""
    if high < 0:
        return say(phrases, "slack-lacks", days=[-high, -low])
    return say(phrases, "slack-perhaps", days=-low) if low < 0 else say(phrases, "slack", days=[low, high])


def committee_of(phrases: Phrases, one: str) -> str:
    """Who acts for a unit, or a task force."""
    unit = phrases.report.unit_by_id.get(one)
    return phrases.unit(one) if unit is None else phrases.committee(unit)


def collision(phrases: Phrases, one: Colliding) -> str:
    """What does not go together on which day."""
    units = [f"{sanitize(name)} ({unit})" for unit, name in zip(one.units, one.names, strict=True)][:MOST]
    if len(one.units) > MOST:
        units.append(say(phrases, "more-committees", count=len(one.units) - MOST))
    args = {"day": on(one.day), "fact": one.event, "units": units, "count": len(one.units)}
    if one.off is not None:
        return say(phrases, "collision-day-off", off=say(phrases, f"off-{one.off}"), **args)
    whom = committee_of(phrases, one.whom or "")
    return say(phrases, f"collision-{one.kind.replace('_', '-')}", whom=whom, **args)


def day_ahead(
    phrases: Phrases,
    day: date,
    off: str | None,
    steps: Iterable[tuple[Status, Status]],
    planned: Sequence[tuple[str, str]],
) -> str:
    """A day: whether it is one off, how many findings turn on it from what to what, and what is planned for it."""
    told = [say(phrases, "day", day=on(day))]
    if off is not None:
        told.append(say(phrases, f"off-{off}"))
    for (old, new), count in Counter(steps).items():
        told.append(say(phrases, "turn-step", count=count, old=phrases.status(old), new=phrases.status(new)))
    if planned:
        by_event: dict[str, list[str]] = {}
        for unit, event in planned[:MOST]:
            by_event.setdefault(phrases.short_fact(event), []).append(phrases.short_unit(unit))
        told += [say(phrases, "planned", event=event, units=units) for event, units in by_event.items()]
    return " · ".join(told)
