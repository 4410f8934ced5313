"""ics: a calendar with one all-day entry for each unit and last day on which something is still to be done.

Planned days that have not passed stand beside them. Alarms count from midnight where the calendar is looked at.

An entry keeps its UID when its last day moves: the UID comes from the directive, the unit and the first rule, in the
order of the rulebook, that has this last day for the unit, done or not. So a new export moves the entries of the old.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from uuid import UUID, uuid5

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneStandard, vDuration, vText

from congress_cli.days import EARLIEST, DayError, parse_day
from congress_cli.model.finding import Finding, Status
from congress_cli.model.report import Report
from congress_cli.rendering.office import Office, moment
from congress_cli.rendering.options import RenderOptions, TextStream
from congress_cli.text import sanitize

PENDING = (Status.OVERDUE, Status.DUE_SOON, Status.OPEN)
MORNING = timedelta(hours=8)
DAILY = timedelta(days=1)
NAMESPACE = UUID("6a0a2a5e-6f0b-5c0e-9d5b-2658a1106202")


def write(report: Report, stream: TextStream, options: RenderOptions) -> None:
    """The calendar in RFC 5545."""
    office = Office(report, options)
    entries = [(day, _entry(office, day, findings)) for day, findings in _groups(office)]
    entries += [(day, _planned(office, day, *plan)) for *plan, day in _plans(report)]
    stream.write(calendar(office, (entry for _, entry in sorted(entries, key=lambda pair: pair[0]))))


_COMMAND = re.compile(r"(##\w*)(?=\[)|(?<=\r\n )[^\S\r\n]*:+(?=:)")


def calendar(office: Office, entries: Iterable[Event]) -> str:
    """The text of a calendar: its makers, its name, the zone, these entries.

    It is folded once more wherever a runner of CI could take a part of a line for a command.
    """
    vcalendar = Calendar()
    vcalendar.add("prodid", f"-//congress//{office.maker}//{office.options.language.upper()}")
    vcalendar.add("version", "2.0")
    vcalendar.add("calscale", "GREGORIAN")
    vcalendar.add("method", "PUBLISH")
    name = office.translate("calendar", directive=office.phrases.directive())
    vcalendar.add("name", vText(name))
    vcalendar.add("x-wr-calname", vText(name))
    vcalendar.add("refresh-interval", vDuration(DAILY), parameters={"VALUE": "DURATION"})
    vcalendar.add("x-published-ttl", vDuration(DAILY))
    for component in (_zone(), *entries):
        vcalendar.add_component(component)
    return _COMMAND.sub(lambda found: re.sub("(?<=:)(?=:)|\\Z", "\r\n ", found[0]), vcalendar.to_ical().decode())


def _zone() -> Timezone:
    """The zone of Vietnam; a calendar without any entry must hold at least this."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", "Asia/Ho_Chi_Minh")
    standard.add("dtstart", moment(EARLIEST).replace(hour=0, minute=0, second=0, tzinfo=None))
    standard.add("tzoffsetfrom", timedelta(hours=7))
    standard.add("tzoffsetto", timedelta(hours=7))
    standard.add("tzname", "+07")
    zone.add_component(standard)
    return zone


def _groups(office: Office) -> Iterator[tuple[date, list[Finding]]]:
    """The findings of each unit and last day, in the order of the rulebook; only where something is pending."""
    groups: dict[tuple[date, str], list[Finding]] = {}
    for finding in office.report.findings:
        day = _day(finding, office.report.as_of)
        if day is not None:
            groups.setdefault((day, finding.unit), []).append(finding)
    for (day, _), findings in sorted(groups.items(), key=lambda pair: pair[0]):
        if any(one.status in PENDING for one in findings):
            yield day, findings


def _day(finding: Finding, as_of: date) -> date | None:
    """The last day; where it is uncertain the first that it may be and that has not passed."""
    if finding.last_days is None:
        return finding.last_day
    first, last = finding.last_days
    return max(first, min(as_of, last))


def _entry(office: Office, day: date, findings: list[Finding]) -> Event:
    pending = [one for one in findings if one.status in PENDING]
    uid = _uid(office.report, findings[0].unit, findings[0].rule)
    entry = _of_report(office.report, day, uid, _summary(office, pending), _description(office, pending))
    for warned in _warned(office.report, day, pending):
        entry.add_component(_alarm(entry, day - warned))
    return entry


def _of_report(report: Report, day: date, uid: str, summary: str, description: Iterable[str]) -> Event:
    entry = whole_days(report.as_of, uid, (day, day), summary, map(sanitize, description))
    entry.add("last-modified", moment(report.as_of))
    entry.add("sequence", (report.as_of - EARLIEST).days)
    return entry


def whole_days(as_of: date, uid: str, days: tuple[date, date], summary: str, description: Iterable[str]) -> Event:
    """An entry on whole days, the first and the last one given. `uid`: what its UID is made of."""
    entry = Event()
    entry.add("uid", str(uuid5(NAMESPACE, uid)))
    entry.add("dtstamp", moment(as_of))
    entry.add("dtstart", days[0])
    entry.add("dtend", days[1] + DAILY)
    entry.add("summary", summary)
    entry.add("description", "\n".join(description))
    entry.add("transp", "TRANSPARENT")
    return entry


def _uid(report: Report, unit: str, what: str) -> str:
    return " ".join((report.directive.number, report.directive.issued.isoformat(), unit, what))


def _plans(report: Report) -> Iterator[tuple[str, str, str, date]]:
    """Unit, fact, value and first day of each plan that a last day rests on, for its event is not held yet."""
    plans = {fact.id for fact in report.facts if fact.is_plan}
    resting = [one for one in report.findings if "planned" in one.args]
    found = {(one.unit, seen.fact, seen.value) for one in resting for seen in one.evidence if seen.fact in plans}
    for unit, fact, value in sorted(found):
        with suppress(DayError):  # a report may come from elsewhere and hold anything
            first, last = parse_day(value)
            if last >= report.as_of:
                yield unit, fact, value, max(first, min(report.as_of, last))


def _planned(office: Office, day: date, unit: str, fact: str, value: str) -> Event:
    """The entry of a planned day; one that is not certain says so."""
    what = office.phrases.short_fact(fact)
    summary = office.translate("entry-planned", what=what, unit=office.phrases.unit(unit))
    certain = parse_day(value).exact
    lines = [f"{office.phrases.unit(unit)} ({unit}): {what}"]
    lines += [] if certain else [office.translate("not-certain", days=office.translate("planned-span", day=value))]
    lines.append(f"{office.phrases.directive()}. {office.phrases.judged_day()}.")
    entry = _of_report(office.report, day, _uid(office.report, unit, fact), summary, lines)
    if day > office.report.as_of:
        entry.add_component(_alarm(entry, timedelta(0)))
    return entry


def _summary(office: Office, pending: list[Finding]) -> str:
    code = "entry-past" if pending[0].status is Status.OVERDUE else "entry"
    what = office.translate("things", count=len(pending))
    if len(pending) == 1:
        what = office.phrases.marked_title(office.report.rule_by_id[pending[0].rule])
    return office.translate(code, what=what, unit=office.phrases.unit(pending[0].unit))


def _description(office: Office, pending: list[Finding]) -> Iterator[str]:
    phrases = office.phrases
    unit = pending[0].unit
    yield f"{phrases.unit(unit)} ({unit})"
    for finding in pending:
        rule = office.report.rule_by_id[finding.rule]
        days = office.translate("not-certain", days=phrases.last_day(finding)) if finding.last_days else ""
        text = "; ".join(part for part in (phrases.message(finding), days) if part)
        yield f"- {phrases.marked_title(rule)} ({finding.rule}): {text}"
        if phrases.remedy(rule):
            yield f"  → {phrases.remedy(rule)}"
    yield f"{phrases.directive()}. {phrases.judged_day()}."


def _warned(report: Report, day: date, pending: list[Finding]) -> list[date]:
    """The mornings on which to ring: `warn_days` before, and the last day itself; none that has passed."""
    ahead = {report.rule_by_id[one.rule].warn_days for one in pending} | {0}
    return sorted(ring for days in ahead if (ring := day - timedelta(days=days)) > report.as_of)


def _alarm(entry: Event, ahead: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", entry["summary"])
    alarm.add("trigger", MORNING - ahead)
    return alarm
