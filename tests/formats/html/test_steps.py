"""html: the bars of the open steps that the coming days bring."""

import json
import re
from copy import deepcopy
from functools import cache
from typing import Any

import pytest

from congress_cli.formats.html import lists
from tests.cli.commands import CITY, ROOT, in_this_process
from tests.formats.html.pages import rendered

WORDS = ("check", "--units", str(CITY), "--rules", str(ROOT / "data" / "rules.yaml"), "--as-of", "2020-06-17")
BAR = re.compile(r'<rect class="b(\d)" x="(\d+)" width="(\d+)"')


@cache
def _report(*more: str) -> Any:
    return json.loads(in_this_process(*WORDS, *more, "--format", "json").stdout)


@cache
def _page(language: str) -> str:
    return rendered(json.dumps(_report("--ahead", "14")), language)


def _step(name: str) -> dict[str, Any]:
    held = _report("--ahead", "14")["ahead"]["steps"]
    return next(dict(one) for one in held if (one["unit"], one["name"]) == ("MAU-04", name))


def test_the_report_holds_the_steps_of_the_plan_that_begin_by_the_last_day_or_no_longer_fit() -> None:
    words = ("--units", str(CITY), "--rules", str(ROOT / "data" / "rules.yaml"), "--as-of", "2020-06-17")
    steps = json.loads(in_this_process("plan", "MAU-04", *words, "--format", "json").stdout)["units"][0]["steps"]
    near = {one["name"] for one in steps if one["latest_start"] and one["latest_start"] <= "2020-07-01"}

    assert near
    assert near == {one["name"] for one in _report("--ahead", "14")["ahead"]["steps"] if one["unit"] == "MAU-04"}
    assert _step("congress.opened") == {
        "unit": "MAU-04",
        "name": "congress.opened",
        "start": "2020-06-15",
        "finish": "2020-06-15",
        "slack": [-3, -3],
        "critical": True,
    }


def test_what_has_passed_and_is_only_unknown_is_a_question_and_no_step() -> None:
    report = _report("--ahead", "14")
    unknown = {(one["unit"], one["rule"]) for one in report["findings"] if one["status"] == "unknown"}

    assert ("MAU-04-06", "grassroots-congress-in-time") in unknown
    assert "MAU-04-06" not in {one["unit"] for one in report["ahead"]["steps"]}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_step_has_a_bar_within_its_line_and_a_text_beside_it(language: str) -> None:
    page, count = _page(language), len(_report("--ahead", "14")["ahead"]["steps"])
    part = page[page.index('<h3 id="steps">') :].partition("</section>")[0]

    bars = [(int(start), int(length)) for _, start, length in BAR.findall(part)]
    assert len(bars) == count == part.count("<li><span>") == part.count('class="told"')
    assert all(start >= 0 and length > 0 and start + length <= lists.LENGTH for start, length in bars)
    assert part.count('aria-hidden="true"><rect') == count


def test_doomed_and_critical_steps_have_a_sign_and_a_word() -> None:
    sign = '<span class="sign s2" aria-hidden="true">✗</span>'

    assert f'{sign} <b class="t2">doomed: 3 days too few</b> · congress opened' in _page("en")
    assert '<b class="t4">critical</b> · congress opened <span class="told">by Saturday 20/06/2020' in _page("en")
    assert "Critical steps have the fewest days left over" in _page("en")
    assert '<b class="t4">quyết định tiến độ</b> · đại hội bắt đầu' in _page("vi")


def test_without_coming_days_a_page_has_no_steps() -> None:
    assert '<h3 id="steps">' not in rendered(json.dumps(_report()))


def test_of_very_many_steps_the_rest_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "MOST_STEPS", 5)
    report = _report("--ahead", "14")

    page = rendered(json.dumps(report), "en")

    left = len(report["ahead"]["steps"]) - 5
    assert f"{left} more steps are not shown here; congress plan has them." in page
    assert page.count("<li><span>") == 5


def test_no_name_of_a_step_is_obeyed() -> None:
    report = deepcopy(_report("--ahead", "14"))
    hostile = "<script>alert(1)</script>\u202e"
    for unit in report["units"]:
        unit["name"] = hostile
    report["ahead"]["steps"][0]["name"] = hostile

    part = rendered(json.dumps(report)).partition('<h3 id="steps">')[2].partition("</section>")[0]

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in part
    assert "<script" not in part
    assert "\u202e" not in part
