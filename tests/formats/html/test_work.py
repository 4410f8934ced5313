"""The work on top of the page, counted again here from the report; and its differences from an earlier report."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from congress_cli.language import LANGUAGES, texts
from tests.cli.commands import write_project
from tests.formats.conftest import Congress
from tests.formats.html.big import recount
from tests.formats.html.pages import page_of, rendered
from tests.formats.html.reading import PageReader
from tests.formats.reports import SUBJECTS, report_of
from tests.formats.reports import rendered as in_format

ORDER = ("error", "overdue", "failed", "due_soon")
TASKS = ("overdue", "failed", "due_soon")
Raw = dict[str, Any]


def texts_of(page: str, name: str) -> list[str]:
    """The texts of a section of the page."""
    begin = page.index(f'<section class="{name}"' if name == "work" else f'<section aria-labelledby="{name}"')
    return PageReader(page[begin : page.index("</section>", begin) + len("</section>")]).texts


def ranked(page: str) -> list[tuple[str, str]]:
    """Those responsible: id and row."""
    return re.findall(r'<th scope="row">\s*<span data-who="([^"]+)">(.*?)</tr>', page, re.DOTALL)


def to_do(report: Raw) -> list[Raw]:
    """The findings that are tasks, the most urgent first."""
    rolled = {rule["id"] for rule in report["rules"] if rule["kind"] in ("share", "census")}
    tasks = [one for one in report["findings"] if one["status"] in ORDER and one["rule"] not in rolled]
    return sorted(tasks, key=lambda one: (ORDER.index(one["status"]), one["last_day"] or "9", one["unit"], one["rule"]))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_box_gives_the_verdict_of_all_formats(subject: str, language: str) -> None:
    verdict = re.findall(r"^\*\*(.+)\*\*$", in_format(subject, "markdown", language).decode(), re.MULTILINE)[0]

    assert [text for text in texts_of(page_of(subject, language), "work") if text != "·"][: verdict.count("·") + 1] == (
        verdict.split(" · ")
    )


def test_the_first_five_tasks_stand_in_the_order_of_urgency_with_remedy_and_whom_to_call() -> None:
    report = report_of("city")
    names = {unit["id"]: unit["name"] for unit in report["units"]}
    rules = {rule["id"]: rule for rule in report["rules"]}
    first = to_do(report)[:5]

    lines = texts_of(page_of("city", "vi"), "work")

    assert [text for text in lines if text in names.values()] == [names[one["unit"]] for one in first]
    assert [text for text in lines if text[0] == "→"] == [f"→ {rules[one['rule']]['remedy']['vi']}" for one in first]
    assert [text.removeprefix("Liên hệ: ") for text in lines if text.startswith("Liên hệ")] == [
        "Quận ủy Mẫu Một",
        "Thị ủy Mẫu Bốn",
        "Đoàn công tác số 2",
        "Thị ủy Mẫu Bốn",
        "Thị ủy Mẫu Bốn",
    ]
    assert f"Còn {len(to_do(report)) - 5} việc nữa ở các phần bên dưới." in lines


def test_a_task_of_a_task_force_that_nobody_named_is_that_of_the_branch(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path)

    page = congress("check", "--format", "html", "--rule", "review-issued").out

    assert "Liên hệ: Đảng bộ phường Một" in texts_of(page, "work")
    assert [who for who, _ in ranked(page)] == ["MN-01"]


def test_where_nothing_is_to_do_the_box_says_what_to_ask_and_whom() -> None:
    text = " ".join(texts_of(page_of("shipped", "vi"), "work"))

    assert "Không có việc quá hạn" in text
    assert "577/579 nơi chưa ghi bế mạc đại hội, 577 nơi: thuộc 30 đảng bộ cấp trên, nhiều nhất là" in text
    assert "11/38 nơi mới ghi khoảng ngày, 3 nơi:" in text


@pytest.mark.parametrize("subject", SUBJECTS)
def test_those_responsible_stand_with_the_numbers_of_the_report_the_most_tasks_first(subject: str) -> None:
    report = report_of(subject)
    amount = r'<td class="number">(?:<b[^>]*>)?(\d+)(?:</b>)?(?: <span class="of">(\d+) \+ (\d+)</span>)?</td>'
    cells = {who: re.findall(amount, row) for who, row in ranked(page_of(subject, "vi"))}

    sums = []
    for one in report["tasks"]["by_responsible"]:
        own, below = (sum(one[part][kind] for kind in TASKS) for part in ("own", "below"))
        asked = one["own"]["to_ask"], one["below"]["to_ask"]
        tasks, near, ask = cells[one["who"]]
        assert tasks == (str(own + below), *((str(own), str(below)) if own and below else ("", "")))
        assert ask == (str(sum(asked)), *(map(str, asked) if all(asked) else ("", "")))
        sums.append((-own - below, -int(near[0]), -sum(asked), one["who"]))
    assert [(-int(cells[who][0][0]), -int(cells[who][1][0]), -int(cells[who][2][0])) for who in cells] == sorted(
        one[:3] for one in sums
    )
    assert {*cells} == {one[3] for one in sums}


@pytest.mark.parametrize(("day", "near"), [("2020-06-12", 0), ("2020-06-13", 1), ("2020-06-20", 1), ("2020-06-21", 0)])
def test_what_is_due_within_seven_days_is_counted_to_the_day(
    congress: Congress, tmp_path: Path, day: str, near: int
) -> None:
    write_project(tmp_path, as_of=day)

    page = congress("check", "--format", "html", "--rule", "congress-held").out

    assert [re.findall(r'<td class="number">(\d)</td>', row)[0] for _, row in ranked(page)] == [str(near)]


def test_a_page_of_some_statuses_does_not_say_how_much_is_due_soon(congress: Congress) -> None:
    page = congress("check", *SUBJECTS["city"], "--format", "html", "--status", "met").out

    assert "11 việc phải làm ngay (7 quá hạn, 4 không đạt)" in texts_of(page, "work")
    assert "Còn 18 việc nữa ở các phần bên dưới." not in texts_of(page, "work")
    assert ['<td class="number">–</td>' in row for _, row in ranked(page)] == [True] * 8


def test_totals_and_tables_tell_roll_ups_from_the_work_that_the_verdict_counts() -> None:
    report, page = report_of("city"), page_of("city", "vi")
    rolled = {rule["id"] for rule in report["rules"] if rule["kind"] in ("share", "census")}
    overdue = [one for one in report["findings"] if one["status"] == "overdue"]
    alone = [one for one in overdue if one["rule"] not in rolled]
    totals, heads = texts_of(page, "totals"), re.findall(r'<span class="counts">(.*?)</summary>', page, re.DOTALL)

    assert totals[totals.index("quá hạn") + 3].endswith(f" · trong đó {len(overdue) - len(alone)} tổng hợp")
    assert sum(int(count) for head in heads for count in re.findall(r"(\d+) quá hạn", head)) == len(alone) == 7


# ---------------------------------------------------------------- beside an earlier report


def earlier_and_later(congress: Congress, tmp_path: Path, *words: str) -> tuple[Raw, Raw, str]:
    """Two reports of the city four days apart, and the page of the later one beside the earlier one."""
    path = tmp_path / "earlier.json"
    path.write_text(
        congress("check", *SUBJECTS["city"], "--format", "json", "--as-of", "2020-06-13", *words).out, "utf-8"
    )
    page = congress("check", *SUBJECTS["city"], "--format", "html", "--baseline", str(path)).out
    return json.loads(path.read_text("utf-8")), report_of("city"), page


def difference(now: int, before: int) -> str:
    return f"({now - before:+d})".replace("-", "−") if now != before else "(±0)"


def test_beside_an_earlier_report_each_number_stands_with_its_difference(congress: Congress, tmp_path: Path) -> None:
    before, now, page = earlier_and_later(congress, tmp_path)

    def changed(*kinds: str) -> str:
        return difference(*(sum(one["tasks"][kind] for kind in kinds) for one in (now, before)))

    lines = texts_of(page, "work")
    assert lines[1] == changed("overdue", "failed")
    assert lines[lines.index("7 việc sắp đến hạn") + 1] == changed("due_soon")
    totals = texts_of(page, "totals")
    for status, word in (("met", "đạt"), ("overdue", "quá hạn"), ("unknown", "chưa rõ")):
        at = totals.index(word)
        assert totals[at + 2] == difference(now["totals"][status], before["totals"][status])
    counts = {rule["id"]: rule["counts"] for rule in before["rules"]}
    for rule in now["rules"]:
        wanted = [difference(count, counts[rule["id"]][name]) for name, count in rule["counts"].items()]
        row = re.findall(
            rf'<tr><td class="clause">[^/]*</td>\s*<th scope="row"><span data-rule="{rule["id"]}".*?</tr>',
            page,
            re.DOTALL,
        )
        changes = re.findall(r'<span class="change">(.*?)</span>', row[0]) if row else []
        assert changes == [one for one in wanted if one != "(±0)"]
    first, then = ({one["who"]: one for one in report["tasks"]["by_responsible"]} for report in (before, now))
    rows = dict(ranked(page))
    for who in ("MAU-01", "MAU-04", "TF-02"):
        old, new = (sum(one[who][part][kind] for part in ("own", "below") for kind in TASKS) for one in (first, then))
        assert f'<span class="change">{difference(new, old)}</span>' in rows[who].partition("</td>")[0]


def test_what_is_no_longer_overdue_is_told_where_nothing_is(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, as_of="2020-06-30")
    (tmp_path / "earlier.json").write_text(congress("check", "--format", "json").out, "utf-8")
    write_project(tmp_path, "plan.issued: 2020-06-15", "congress.closed: 2020-06-16", "review.issued: 2020-06-17")

    lines = texts_of(congress("check", "--format", "html", "--baseline", "earlier.json").out, "work")

    assert lines[0] == "Không có việc quá hạn"
    assert re.fullmatch(r"\(−\d+\)", lines[1])


def test_a_report_of_another_part_gives_no_differences_and_that_is_said(congress: Congress, tmp_path: Path) -> None:
    _, _, page = earlier_and_later(congress, tmp_path, "--under", "MAU-04")
    read = PageReader(page)

    assert texts("vi", "webpage")["not-compared"] in read.texts
    assert not [text for text in read.texts if re.fullmatch(r"\([+−±]\d+\)", text)]


def test_without_an_earlier_report_no_number_has_a_difference() -> None:
    assert not [text for text in PageReader(page_of("city", "vi")).texts if re.fullmatch(r"\([+−±]\d+\)", text)]


# ---------------------------------------------------------------- rules of which little or nothing is known


def test_rules_of_which_nothing_is_known_take_one_line(congress: Congress) -> None:
    report, page = report_of("shipped"), page_of("shipped", "vi")
    silent = {
        rule["id"]
        for rule in report["rules"]
        if 0 < rule["counts"]["unknown"] == rule["judged"] - rule["counts"]["not_applicable"]
    }
    table = page[page.index('<h2 id="totals">') : page.index('<h2 id="grid">')]

    assert len(silent) > 40
    assert {*re.findall(r'data-rule="([^"]+)"', table)} == {rule["id"] for rule in report["rules"]} - silent
    assert f"{len(silent)} tiêu chí chưa ghi gì, không có trong bảng (câu " in table
    lists = page[page.index('<h3 id="block-unknown">') :]
    alone = {rule["id"] for rule in report["rules"] if rule["kind"] not in ("share", "census")}
    assert silent & alone <= {*re.findall(r'data-rule="([^"]+)"', lists)}


@pytest.mark.parametrize(("known", "drawn"), [(3, False), (4, True), (5, True)])
def test_a_chart_needs_a_tenth_of_its_units_to_be_known(known: int, drawn: bool) -> None:
    name = "grassroots-congress-in-time"
    report = report_of("city")
    others = [one for one in report["findings"] if one["rule"] != name]
    mine = [one for one in report["findings"] if one["rule"] == name]
    met = next(one for one in mine if one["status"] == "met")
    silent = next(one for one in mine if one["status"] == "unknown" and one["code"] != "uncertain")
    fields = {key: silent[key] for key in ("status", "code", "args", "evidence", "message")}
    units = [unit["id"] for unit in report["units"] if unit["level"] == "grassroots"][:40]
    mine = [{**met, "unit": unit, **({} if place < known else fields)} for place, unit in enumerate(units)]
    report["findings"] = [*mine, *others]
    recount(report)

    page = rendered(json.dumps(report))

    (part,) = re.findall(r"<figcaption><b>3\.4\. Tổ chức xong đại hội cơ sở.*?</figure>", page, re.DOTALL)
    assert ('<svg class="chart"' in part) is drawn
