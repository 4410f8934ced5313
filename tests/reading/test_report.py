"""A saved report is read back to the very same report, and anything else is refused with its place."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress_cli.errors import CongressError
from congress_cli.formats import FORMATS, RenderOptions
from congress_cli.model.progress import named_progress
from congress_cli.model.report import Input
from congress_cli.reading.report import check_describable, read_saved, report_of
from tests.formats.reports import SUBJECTS, json_text
from tests.formats.reports import report_of as raw_report
from tests.patience import cases
from tests.reading import places


def saved(report: dict[str, Any]) -> bytes:
    return json.dumps(report, ensure_ascii=False).encode()


def refusal(data: bytes) -> str:
    with pytest.raises(CongressError) as refused:
        check_describable(report_of(data, "r.json"), "r.json")
    assert refused.value.exit_code == 3
    return places.refusal(refused.value, "r.json")


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_report_that_is_read_back_is_written_the_same_to_the_byte(subject: str) -> None:
    data = json_text(subject).encode()

    report = report_of(data, "r.json")
    check_describable(report, "r.json")

    assert FORMATS["json"].render(report, RenderOptions("en")) == data


def test_keys_of_a_later_version_are_passed_over() -> None:
    raw = raw_report("small")
    more = {**raw, "later": 1, "findings": [{**one, "later": []} for one in raw["findings"]]}

    assert FORMATS["json"].render(report_of(saved(more), "r"), RenderOptions("vi")) == json_text("small").encode()


def _first_finding(**changes: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda raw: {**raw, "findings": [{**raw["findings"][0], **changes}, *raw["findings"][1:]]}


def _first_unit(**changes: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda raw: {**raw, "units": [{**raw["units"][0], **changes}, *raw["units"][1:]]}


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        (_first_finding(status="ok"), "findings.0.status"),
        (_first_finding(unit="MN-NOWHERE"), "MN-NOWHERE grassroots-congress-in-time"),
        (_first_finding(rule="no-rule"), "MN-11 no-rule"),
        (_first_finding(last_day="15/6/2020"), "findings.0.last_day"),
        (_first_finding(code="no-such-code"), "MN-11 grassroots-congress-in-time: no-such-code"),
        (_first_finding(args=None), "findings.0.args"),
        (_first_finding(args={}), "MN-11 grassroots-congress-in-time: event-done"),
        (_first_finding(evidence=[{"fact": 1}]), "findings.0.evidence.0.fact"),
        (_first_unit(parent="MN-NOWHERE"), "parent MN-NOWHERE"),
        (_first_unit(parent="MN-11"), "parent MN"),
        (lambda raw: {**raw, "as_of": "2020-13-01"}, "as_of"),
        (lambda raw: {**raw, "as_of_from": "yesterday"}, "as_of_from"),
        (lambda raw: {**raw, "totals": {"met": 1}}, "counts"),
        (lambda raw: {**raw, "rules": [{**one, "counts": {"met": 1}} for one in raw["rules"]]}, "counts"),
        (lambda raw: {**raw, "problems": {}}, "problems"),
        (lambda raw: {**raw, "command": []}, "command"),
        (lambda raw: {**raw, "facts": []}, "facts grassroots-congress-in-time"),
        (lambda raw: {**raw, "findings": [1]}, "?"),
        (lambda raw: {**raw, "rules": 5}, "rules"),
        (lambda raw: {key: value for key, value in raw.items() if key != "units"}, "units"),
    ],
)
def test_a_report_that_was_changed_is_refused(changed: Callable[[dict[str, Any]], dict[str, Any]], where: str) -> None:
    with pytest.raises(CongressError) as refused:
        check_describable(report_of(saved(changed(raw_report("small"))), "r.json"), "r.json")

    assert places.refusal(refused.value, "r.json") == "report-broken"
    assert refused.value.args_ == {"path": "r.json", "where": where}


def test_a_saved_report_says_from_which_file_it_is_and_whether_it_counts_tasks(tmp_path: Path) -> None:
    raw = raw_report("small")
    without = {key: value for key, value in raw.items() if key != "tasks"}
    for name, report, with_tasks in (("a.json", raw, True), ("b.json", without, False)):
        (tmp_path / name).write_bytes(saved(report))
        read = read_saved(str(tmp_path / name), "shown.json")

        assert read.source == Input("shown.json", hashlib.sha256(saved(report)).hexdigest())
        assert (read.with_tasks, read.report.tasks) == (with_tasks, report_of(saved(raw), "a").tasks)
    assert read_saved(str(tmp_path / "a.json")).source.path == str(tmp_path / "a.json")


@pytest.mark.parametrize(
    ("value", "told"),
    [("grdp-growth=7", ["grdp-growth"]), ("grdp-growth=7, height=5", ["grdp-growth"]), ("height=5", [])],
)
def test_an_indicator_that_the_vocabulary_lacks_is_not_shown(value: str, told: list[str]) -> None:
    raw = raw_report("small")
    for finding in raw["findings"]:
        finding["evidence"] = [{**one, "value": value} for one in finding["evidence"] if one["fact"] == "results"]

    found = named_progress(report_of(saved(raw), "r.json"), "results-reached")

    assert [row.indicator for one in found for row in one.totals if row.indicator is not None] == told


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "report-empty"),
        (b"\xef\xbb\xbf\n", "report-empty"),
        (b"{", "report-no-json"),
        (b"\xff\xfe", "report-not-utf8"),
        (b"[" * 200_000, "report-too-deep"),
        (b'{"schema": NaN}', "report-no-number"),
        (b"[]", "report-other-schema"),
        (b"{}", "report-other-schema"),
        (b'{"schema": "congress-report/2"}', "report-other-schema"),
        (b'{"schema": "congress-report/1"}', "report-broken"),
    ],
    ids=["empty", "a mark alone", "cut", "no text", "deep", "no number", "list", "nothing", "later", "bare"],
)
def test_what_is_no_report_is_refused(data: bytes, code: str) -> None:
    assert refusal(data) == code


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ('{"a": 1', "report-no-json", (1, 8)),
        ('{\n "a": tru\n}', "report-no-json", (2, 7)),
        ('{"ủy": 1}\n{"b": 2}', "report-no-json", (2, 1)),
        ("\ufeff{'a': 1}", "report-no-json", (1, 2)),
        ('{"NaN": "Infinity",\n "ủy": -Infinity}', "report-no-number", (2, 8)),
        ('["\\"NaN", NaN]', "report-no-number", (1, 11)),
        (f"[\n {'1' * 5000}]", "report-no-number", (2, 2)),
        ('{"ủy":\n "ủ\udcff"}', "report-not-utf8", (2, 4)),
        ('["\\\\ud800", "\\ud83d\\ude00",\n "\\uD800"]', "report-not-utf8", (2, 3)),
        ('["\\udc00"]', "report-not-utf8", (1, 3)),
    ],
)
def test_what_is_no_json_is_told_at_its_line_and_column(text: str, code: str, place: tuple[int, int]) -> None:
    with pytest.raises(CongressError) as refused:
        report_of(text.encode("utf-8", "surrogateescape"), "r.json")

    assert places.refusal(refused.value, "r.json") == code
    assert (refused.value.args_["line"], refused.value.args_["column"]) == place


@cases()
@given(place=st.integers(0, 60), wrong=st.sampled_from(["}", "'", "\\", "\n\n}"]))
def test_wherever_a_report_is_spoilt_the_place_told_lies_in_it(place: int, wrong: str) -> None:
    whole = '{"schema":\n "congress-report/1",\n "findings": [1, 2], "x": 5}\n'
    place = min(place, len(whole) - 1)
    text = whole[:place] + wrong + whole[place:]

    with pytest.raises(CongressError) as refused:
        report_of(text.encode(), "r.json")

    told = refused.value.args_
    lines = text.split("\n")
    if refused.value.code == "report-no-json":
        assert 1 <= told["line"] <= len(lines)
        assert 1 <= told["column"] <= len(lines[told["line"] - 1]) + 1


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@cases()
@given(key=st.sampled_from(sorted(raw_report("small"))), value=_VALUES)
def test_whatever_stands_in_the_place_of_a_value_is_read_or_refused(key: str, value: Any) -> None:
    try:
        report = report_of(saved({**raw_report("small"), key: value}), "r.json")
        check_describable(report, "r.json")
    except CongressError:
        return
    assert FORMATS["table"].render(report, RenderOptions("vi"))
