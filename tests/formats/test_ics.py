"""ics: the calendar holds each open last day once, moves with it, and is RFC 5545 to the letter."""

import json
import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from congress_cli.language import LANGUAGES
from tests.cli.commands import CITY, CONGRESS, write_project
from tests.formats.conftest import Congress
from tests.formats.reports import SUBJECTS, renamed, rendered, rendered_from, report_of

PENDING = ("overdue", "due_soon", "open")
NAME = re.compile(r"[A-Z][A-Z0-9-]*(;[A-Z-]+=[A-Za-z0-9/_-]+)*:")
ALWAYS = ("UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "TRANSP")


def check_lines(data: bytes) -> list[str]:
    """RFC 5545, 3.1: CRLF everywhere, at most 75 octets a line, a name before each colon; the unfolded lines."""
    assert data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert b"\r" not in data.replace(b"\r\n", b"")
    assert max(map(len, data.split(b"\r\n"))) <= 75
    lines = data.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    assert [line for line in lines if not NAME.match(line)] == []
    opened: list[str] = []
    for line in lines:
        if line.startswith("BEGIN:"):
            opened.append(line.removeprefix("BEGIN:"))
        elif line.startswith("END:"):
            assert opened.pop() == line.removeprefix("END:")
    assert opened == []
    return lines


def entries(data: bytes) -> list[Any]:
    return list(Calendar.from_ical(data).walk("VEVENT"))


def pending(report: dict[str, Any]) -> Iterator[tuple[str, str, date]]:
    """What the calendar must hold: unit, rule and day of whatever can still be done by a last day."""
    for one in report["findings"]:
        days = one["last_days"] or [one["last_day"], one["last_day"]]
        if one["status"] in PENDING and days[0] is not None:
            first, last = date.fromisoformat(days[0]), date.fromisoformat(days[1])
            yield one["unit"], one["rule"], max(first, min(last, date.fromisoformat(report["as_of"])))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_calendar_holds_what_is_pending_and_nothing_else(subject: str, language: str) -> None:
    data = rendered(subject, "ics", language)
    check_lines(data)

    found = []
    for entry in entries(data):
        first, *lines = str(entry["DESCRIPTION"]).split("\n")
        unit = first.rpartition("(")[2].removesuffix(")")
        rules = [match[1] for line in lines if (match := re.match(r"- .* \(([a-z0-9-]+)\): ", line))]
        found += [(unit, rule, entry["DTSTART"].dt) for rule in rules]

    assert sorted(found) == sorted(pending(report_of(subject)))
    assert found or subject == "shipped"


@pytest.mark.parametrize("subject", SUBJECTS)
def test_an_entry_is_one_whole_day_of_one_unit(subject: str) -> None:
    report = report_of(subject)
    found = entries(rendered(subject, "ics", "vi"))

    places = [(entry["DTSTART"].dt, str(entry["DESCRIPTION"]).split("\n")[0]) for entry in found]
    assert len(set(places)) == len(places)
    assert places == sorted(places, key=lambda place: place[0])
    for entry in found:
        assert type(entry["DTSTART"].dt) is date
        assert entry["DTEND"].dt - entry["DTSTART"].dt == timedelta(days=1)
        assert {key for key in ALWAYS if key not in entry} == set()
        assert f"{entry['DTSTAMP'].dt:%Y-%m-%d %H:%M:%S}" == f"{report['as_of']} 16:59:59"
    assert len({str(entry["UID"]) for entry in found}) == len(found)


def test_a_calendar_without_entries_is_still_one(congress: Congress, tmp_path: Path) -> None:
    lines = check_lines(rendered("shipped", "ics", "vi"))

    assert "BEGIN:VEVENT" not in lines
    assert "BEGIN:VTIMEZONE" in lines  # RFC 5545, 3.6: at least one component


def test_an_entry_rings_so_many_days_before_and_on_the_day_in_the_morning(congress: Congress, tmp_path: Path) -> None:
    def rings(day: str) -> list[timedelta]:
        ran = congress("check", "--format", "ics", "--rule", "plan-issued", "--as-of", day, "--fail-on", "never")
        (entry,) = entries(ran.out.encode())
        assert entry["DTSTART"].dt == date(2020, 6, 20)
        return [alarm["TRIGGER"].dt for alarm in entry.walk("VALARM")]

    write_project(tmp_path)
    warning, last_day = timedelta(days=-14, hours=8), timedelta(hours=8)

    assert rings("2020-06-11") == [last_day]  # fourteen days before was 6 June: it has passed
    assert rings("2020-06-19") == [last_day]
    assert rings("2020-06-20") == []
    assert rings("2020-06-21") == []
    later = (tmp_path / "data" / "rules.yaml").read_text("utf-8").replace("by: 2020-06-20", "by: 2020-06-26")
    (tmp_path / "data" / "rules.yaml").write_text(later, "utf-8")
    ran = congress("check", "--format", "ics", "--rule", "plan-issued", "--as-of", "2020-06-11")
    (entry,) = entries(ran.out.encode())
    assert [alarm["TRIGGER"].dt for alarm in entry.walk("VALARM")] == [warning, last_day]


@pytest.mark.parametrize(
    ("day", "says"), [("19/6/2020", "Ngày cuối"), ("20/6/2020", "Ngày cuối"), ("21/6/2020", "Đã qua ngày cuối")]
)
def test_an_entry_says_whether_its_day_has_passed(congress: Congress, tmp_path: Path, day: str, says: str) -> None:
    write_project(tmp_path)

    ran = congress("check", "--format", "ics", "--as-of", day, "--fail-on", "never")

    (entry,) = entries(ran.out.encode())
    assert str(entry["SUMMARY"]) == f"{says} · Đảng bộ phường Một: 3 việc"


def test_what_is_done_leaves_its_entry_and_the_entry_keeps_its_uid(congress: Congress, tmp_path: Path) -> None:
    def entry(*facts: str, day: str = "2020-06-18", limit: str = "2020-06-20") -> Any:
        write_project(tmp_path, *facts)
        rules = tmp_path / "data" / "rules.yaml"
        rules.write_text(rules.read_text("utf-8").replace("by: 2020-06-20", f"by: {limit}"), "utf-8")
        (found,) = entries(congress("check", "--format", "ics", "--as-of", day).out.encode())
        return found

    before = entry()
    partly_done = entry("plan.issued: 2020-06-15", CONGRESS)
    moved = entry(day="2020-06-19", limit="2020-06-25")

    assert str(before["UID"]) == str(partly_done["UID"]) == str(moved["UID"])
    assert (before["DTSTART"].dt, moved["DTSTART"].dt) == (date(2020, 6, 20), date(2020, 6, 25))
    assert moved["SEQUENCE"] > before["SEQUENCE"]
    assert moved["DTSTAMP"].dt > before["DTSTAMP"].dt
    assert "Ban hành kế hoạch" not in str(partly_done["DESCRIPTION"])


def test_when_everything_is_done_the_entry_is_gone(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, "plan.issued: 2020-06-15", CONGRESS, "review.issued: 2020-06-17")

    assert entries(congress("check", "--format", "ics").out.encode()) == []


HOSTILE = (
    "Phường\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:x",
    "Phường\n BEGIN:VEVENT",
    "a\\nb; c, d: \\, \\; \\\\",
    "Phường " + "ộ" * 200,
    "\x1b[31m\u202e\u2028\ufeff\uffff",
    "😀" * 60,
)


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_no_name_gets_out_of_its_line(name: str) -> None:
    unit = next(pending(report_of("city")))[0]

    data = rendered_from(renamed("city", unit, name), "ics", "vi")

    lines = check_lines(data)
    assert lines.count("BEGIN:VEVENT") == len(entries(rendered("city", "ics", "vi")))
    assert [line for line in lines if line.startswith(("SUMMARY:x", "END:VEVENT\\"))] == []
    spelled = name.replace("\r", "<U+000D>").replace("\n", " ") if "\x1b" not in name else "<U+001B>[31m<U+202E>"
    assert any(spelled in str(entry["SUMMARY"]) for entry in entries(data))


def test_ids_of_a_doctored_report_get_out_of_their_line_neither() -> None:
    text = json.dumps(report_of("city")).replace("MAU-01-01", "MAU\\nBEGIN:VEVENT")

    lines = check_lines(rendered_from(text.encode(), "ics", "en"))

    assert lines.count("BEGIN:VEVENT") == len(entries(rendered("city", "ics", "en")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_planned_congresses_stand_beside_the_last_days(language: str) -> None:
    word = {"vi": "Dự kiến · ", "en": "Planned · "}[language]
    found = {
        str(entry["DESCRIPTION"]).partition("(")[2].partition(")")[0]: entry
        for entry in entries(rendered("city", "ics", language))
        if str(entry["SUMMARY"]).startswith(word)
    }

    days = {unit: entry["DTSTART"].dt for unit, entry in found.items()}
    assert days["MAU-02"] == date(2020, 6, 20)
    assert days["MAU-08"] == date(2020, 6, 29)  # some day of 29 and 30 June
    assert not {"MAU-01", "MAU-04"} & days.keys()  # held, passed
    assert {"vi": "ghi vào ngày sớm nhất", "en": "earliest"}[language] in str(found["MAU-08"]["DESCRIPTION"])
    assert [alarm["TRIGGER"].dt for alarm in found["MAU-02"].walk("VALARM")] == [timedelta(hours=8)]


def test_a_plan_stays_until_its_day_has_passed_or_the_congress_is_held(congress: Congress, tmp_path: Path) -> None:
    shutil.copytree(CITY, tmp_path / "city")
    names = ("--units", tmp_path / "city")

    def planned(day: str) -> set[str]:
        ran = congress("check", *names, "--format", "ics", "--as-of", day, "--fail-on", "never", "--lang", "en")
        found = [one for one in entries(ran.out.encode()) if str(one["SUMMARY"]).startswith("Planned")]
        return {str(one["DESCRIPTION"]).partition("(")[2].partition(")")[0] for one in found}

    assert "MAU-02" in planned("2020-06-20")
    assert "MAU-02" not in planned("2020-06-21")
    congress("record", "MAU-02", "congress.opened", "18/6/2020", *names, "--future")
    assert "MAU-02" not in planned("2020-06-19")


def test_a_subscribed_calendar_is_asked_to_look_again_daily() -> None:
    lines = check_lines(rendered("shipped", "ics", "vi"))

    assert "REFRESH-INTERVAL;VALUE=DURATION:P1D" in lines
    assert "X-PUBLISHED-TTL:P1D" in lines
