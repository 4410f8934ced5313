"""What a report speaks of: which part was asked for, how much of it is known, and what the registry lacks."""

from __future__ import annotations

from collections.abc import Iterator

from congress_cli.model.finding import Status
from congress_cli.model.report import ReportedType
from congress_cli.rendering.phrases import Phrases

SILENT = (Status.UNKNOWN, Status.NOT_APPLICABLE)


def narrowed(phrases: Phrases) -> Iterator[str]:
    """Which part was asked for, in the words of the command line; nothing where everything was."""
    asked = phrases.report.asked.by_option()
    told = " ".join(f"{option} {value}" for option, values in asked.items() if option != "--status" for value in values)
    if told:
        yield phrases.translate("selection", told=told)
    yield from left_out(phrases)


def left_out(phrases: Phrases) -> Iterator[str]:
    """That the findings are only those of some statuses, or only those that are new since a baseline."""
    statuses = phrases.report.asked.statuses
    if statuses:
        yield phrases.translate("shown-only", told=", ".join(phrases.status(Status(status)) for status in statuses))
    if phrases.report.baseline is not None:
        yield phrases.since()


def known(phrases: Phrases) -> Iterator[str]:
    """How many findings and units of how many are known, and what silence in the registry means."""
    report = phrases.report
    if report.as_of < report.directive.issued:
        yield phrases.translate("not-issued")
        return
    units = len(report.units)
    if not report.asked.statuses and report.baseline is None:
        told = report.of_status(status for status in Status if status not in SILENT)
        known_units = {one.unit for one in told} & set(report.unit_by_id)
        total = report.applicable
        count = total - report.totals[Status.UNKNOWN]
        yield phrases.translate("known", known=count, total=total, units=len(known_units), all_units=units)
    partial = sum(unit.records == "partial" for unit in report.units)
    if partial == units:
        yield phrases.translate("partial")
    elif partial:
        yield phrases.translate("partial-some", partial=partial, all_units=units)


def types_missing(phrases: Phrases) -> Iterator[str]:
    """Which types of units a level of the registry has none of, though the directive may speak of them."""
    report = phrases.report
    if not report.asked.everything or any(unit.records == "complete" for unit in report.units):
        return
    for level in dict.fromkeys(level for one in report.types for level in one.units):
        types = [one for one in report.types if level in one.units]
        present = [_named(one, phrases) for one in types if one.units[level]]
        missing = [_named(one, phrases) for one in types if not one.units[level]]
        if present and missing:
            name = phrases.term(f"level-{level}")
            yield phrases.translate("types-missing", level=name, present=present, missing=missing)


def _named(one: ReportedType, phrases: Phrases) -> str:
    return one.vi if phrases.language == "vi" else one.en
