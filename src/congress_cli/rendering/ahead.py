"""Sentences about the coming days that screens, the digest and the page share."""

from __future__ import annotations

from collections import Counter

from congress_cli import grouped
from congress_cli.days import on
from congress_cli.language import translate
from congress_cli.model.ahead import DayAhead
from congress_cli.model.coming import Colliding, ComingDay
from congress_cli.rendering.phrases import Phrases
from congress_cli.text import sanitize

MOST = 12


def sentence(phrases: Phrases, code: str, **args: object) -> str:
    """A sentence of the catalogue, with the short names of facts."""
    return translate(phrases.language, f"ahead.{code}", args, phrases.short_fact)


def slack(phrases: Phrases, low: int, high: int) -> str:
    """How many days are left over, from the least to the most; how many lack where it no longer fits."""
    if high < 0:
        return sentence(phrases, "slack-lacks", days=[-high, -low])
    return sentence(phrases, "slack-perhaps", days=-low) if low < 0 else sentence(phrases, "slack", days=[low, high])


def collision(phrases: Phrases, one: Colliding) -> str:
    """What does not go together on which day."""
    units = [f"{sanitize(name)} ({unit})" for unit, name in zip(one.units, one.names, strict=True)][:MOST]
    if len(one.units) > MOST:
        units.append(sentence(phrases, "more-committees", count=len(one.units) - MOST))
    args = {"day": on(one.day), "fact": one.event, "units": units, "count": len(one.units)}
    if one.off is not None:
        return sentence(phrases, "collision-day-off", off=sentence(phrases, f"off-{one.off}"), **args)
    whom = phrases.body(one.whom or "")
    return sentence(phrases, f"collision-{one.kind.replace('_', '-')}", whom=whom, **args)


def day_ahead(phrases: Phrases, one: ComingDay | DayAhead) -> str:
    """A day: whether it is one off, how many findings turn on it from what to what, and what is planned for it."""
    parts = [sentence(phrases, "day", day=on(one.day))]
    if one.off is not None:
        parts.append(sentence(phrases, f"off-{one.off}"))
    for (old, new), count in Counter((turn.before, turn.after) for turn in one.turns).items():
        parts.append(sentence(phrases, "turn-step", count=count, old=phrases.status(old), new=phrases.status(new)))
    for event, planned in grouped(one.planned[:MOST], lambda pair: phrases.short_fact(pair[1])).items():
        parts.append(sentence(phrases, "planned", event=event, units=[phrases.short_unit(unit) for unit, _ in planned]))
    return " · ".join(parts)
