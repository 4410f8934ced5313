"""congress progress: how many have done a matter, what the figures add up to, for each group of units."""

import csv
import io
import json
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress_cli.app.check import report_on
from congress_cli.app.schemas import schema_text
from congress_cli.model.message import Diagnostics
from congress_cli.model.progress import GROUPINGS, named_progress, progress_of, tenths
from congress_cli.model.report import Input, Selection
from congress_cli.reading.load import Data
from congress_cli.reading.report import report_of
from tests.builders import registry, rule, rulebook, unit, unless
from tests.cli.commands import CITY, ROOT
from tests.formats.reports import json_text

RULES = ROOT / "data" / "rules.yaml"
HANOI = ("--units", ROOT / "data" / "units.yaml", "--rules", RULES)
MAU = ("--units", CITY, "--rules", RULES)
LIMITED = rule(event="paper.issued", before="2020-07-15", unless=unless(tag="pilot"))


def _report(*units, rules=(LIMITED,), as_of="2020-07-20", records="complete", parameters=None, **fields):
    day, book = date.fromisoformat(as_of), rulebook(*rules, parameters=parameters)
    places = Input("rules.yaml", ""), (), (), Diagnostics()
    data = Data(registry(*units, records=records, **fields), book, (), *places)
    return report_on(data, Selection(), (day, "option"), ("congress", "check"))


def _total(*days, name="judged", **fields):
    """The total of one event of units with these days; None: nothing recorded."""
    units = [unit(f"U{n}", facts={"paper.issued": one} if one else {}) for n, one in enumerate(days)]
    return named_progress(_report(*units, **fields), name)[0].total.values


# ---------------------------------------------------------------- events


def test_on_8_august_2020_21_of_30_districts_had_held_their_congress_and_of_9_it_is_not_known(congress):
    ran = congress(
        "progress", "upper-congress-in-time", "--by", "type", "--as-of", "8/8/2020", *HANOI, "--format", "json"
    )
    (found,) = json.loads(ran.out)["progress"]
    districts = [row for row in found["rows"] if row["who"] in ("quan", "huyen", "thi-xa")]

    assert [sum(row[name] for row in districts) for name in ("done", "total", "unknown")] == [21, 30, 9]
    assert [(row["who"], row["done"], row["total"]) for row in districts] == [
        ("quan", 8, 12),
        ("huyen", 12, 17),
        ("thi-xa", 1, 1),
    ]


def test_the_shipped_registry_holds_33_of_41_upper_congresses_27_of_them_surely_in_time():
    (found,) = named_progress(report_of(json_text("shipped").encode(), "report.json"), "upper-congress-in-time")

    assert dict(found.total.values) == {
        "done": 33,
        "total": 41,
        "percent": Decimal("80.5"),
        "in_time": 27,
        "late": 3,
        "unknown": 8,
        "this_week": 6,
        "week_before": 4,
    }


@pytest.mark.parametrize(
    ("recorded", "figures"),
    [
        ("2020-07-14", {"done": 1, "in_time": 1, "late": 0}),
        ("2020-07-15", {"done": 1, "in_time": 0, "late": 1}),
        ("2020-07-14/2020-07-15", {"done": 1, "in_time": 0, "late": 0}),
        ("2020-07-20", {"done": 1, "late": 1, "unknown": 0}),
        ("2020-07-19/2020-07-21", {"done": 0, "late": 0, "unknown": 1}),
        ("2020-07-21", {"done": 0, "unknown": 0}),
        (None, {"done": 0, "unknown": 0}),
    ],
)
def test_what_surely_happened_by_the_judged_day_is_done(recorded, figures):
    values = _total(recorded)

    assert {name: values[name] for name in figures} == figures


@pytest.mark.parametrize(("recorded", "unknown"), [(None, 1), ("2020-07-21", 1), ("2020-07-20", 0)])
def test_what_partial_records_do_not_hold_is_not_known(recorded, unknown):
    assert _total(recorded, records="partial")["unknown"] == unknown


@pytest.mark.parametrize(
    ("recorded", "weeks"),
    [
        ("2020-07-20", (1, 0)),
        ("2020-07-14", (1, 0)),
        ("2020-07-13", (0, 1)),
        ("2020-07-07", (0, 1)),
        ("2020-07-06", (0, 0)),
        ("2020-07-12/2020-07-15", (1, 0)),
    ],
)
def test_a_week_counts_what_became_sure_in_its_seven_days(recorded, weeks):
    values = _total(recorded)

    assert (values["this_week"], values["week_before"]) == weeks


def test_a_unit_that_the_rule_leaves_out_counts_once_it_has_done_the_matter():
    held = unit("P1", tags=["pilot"], facts={"paper.issued": "2020-06-20"})
    not_held = unit("P2", tags=["pilot"])
    values = named_progress(_report(held, not_held, unit("U")), "judged")[0].total.values

    assert (values["done"], values["total"], values["in_time"]) == (1, 2, 1)


def test_a_merged_unit_is_no_longer_counted():
    closed = unit("A", closed={"day": "2020-07-01"}, facts={"paper.issued": "2020-06-20"})
    values = named_progress(_report(closed, unit("B")), "judged")[0].total.values

    assert (values["done"], values["total"]) == (0, 1)


def test_what_was_held_before_the_paper_was_issued_is_held_on_an_earlier_day_too():
    values = _total("2020-05-20", None, as_of="2020-06-01")

    assert (values["done"], values["total"]) == (1, 2)


def test_without_a_last_day_nothing_is_in_time_or_late():
    values = _total("2020-07-14", rules=(rule(event="paper.issued"),))

    assert "in_time" not in values
    assert "late" not in values


def test_where_the_last_day_hangs_on_an_event_each_unit_has_its_own():
    units = [
        unit(f"U{n}", facts={"congress.opened": opened, "paper.issued": "2020-07-05"})
        for n, opened in enumerate(("2020-07-06", "2020-07-05", "2020-07-04"))
    ]
    values = named_progress(_report(*units, rules=(rule(before="congress.opened"),)), "judged")[0].total.values

    assert (values["done"], values["in_time"], values["late"]) == (3, 1, 2)


def test_of_a_sequence_each_step_is_counted():
    done = unit("A", facts={"step.first": "2020-07-01", "step.middle": "2020-07-02"})
    found = named_progress(
        _report(done, unit("B", facts={"step.first": "2020-07-03"}), rules=(rule("sequence"),)), "judged"
    )

    assert [(one.fact, one.total.values["done"]) for one in found] == [
        ("step.first", 2),
        ("step.middle", 1),
        ("step.last", 0),
    ]


def test_a_fact_that_no_rule_asks_for_alone_is_counted_of_the_units_that_rules_reading_it_concern():
    rules = (rule("sequence"), rule("event", id="other", applies_to={"level": "grassroots"}))
    units = (unit("A", facts={"step.middle": "2020-07-02"}), unit("B"), unit("C", "grassroots", parent="A"))
    (found,) = named_progress(_report(*units, rules=rules), "step.middle")

    assert (found.rule, found.total.values["done"], found.total.values["total"]) == (None, 1, 2)


@given(st.lists(st.none() | st.integers(0, 40), min_size=1, max_size=12), st.integers(0, 40))
def test_a_later_day_never_has_fewer_done_and_the_weeks_add_up(ages, later):
    days = [None if age is None else (date(2020, 6, 12) + timedelta(age)).isoformat() for age in ages]
    before, after = (
        _total(*days, as_of=(date(2020, 7, 10) + timedelta(more)).isoformat()) for more in (later, later + 7)
    )

    assert before["done"] <= after["done"] <= after["total"] == len(days)
    assert after["this_week"] == after["done"] - before["done"]
    assert after["week_before"] == before["this_week"]
    assert after["in_time"] + after["late"] == after["done"]


# ---------------------------------------------------------------- tallies and measures


def test_tallies_are_added_up_with_how_many_units_have_reported():
    counts = {"A": {"total": 3, "done": 2}, "B": {"total": 4, "done": 4}}
    units = [unit(name, facts={"complaints": one}) for name, one in counts.items()]
    (found,) = progress_of(_report(*units, unit("C"), rules=(rule("tally"),)))

    assert list(found.total.values) == ["done", "total", "percent", "units", "recorded"]
    assert [*map(str, found.total.values.values())] == ["6", "7", "85.7", "3", "2"]


def test_of_measures_sum_mean_least_and_most_are_told_by_indicator():
    measured = [{"growth": "7.5", "members": "10"}, {"growth": "8"}, {"growth": "7"}]
    units = [unit(f"U{n}", facts={"targets": one}) for n, one in enumerate(measured)]
    reference = {"reference": {"2020-01-01": {"value": {"growth": "7"}, "ref": "01-TB/MN"}}}
    report = _report(*units, rules=(rule("measures"),), parameters=reference)
    (found,) = progress_of(report)

    assert [(row.indicator, *map(str, row.values.values())) for row in found.totals] == [
        ("growth", "22.5", "7.5", "7", "8", "3", "3"),
        ("members", "10", "10", "10", "10", "3", "1"),
    ]


# ---------------------------------------------------------------- groups


def _city():
    units = (
        unit("C", "city"),
        unit("Q1", parent="C", task_force="TF-1", tags=["watch"], facts={"paper.issued": "2020-07-01"}),
        unit("Q2", parent="C", type="huyen"),
        unit("P1", "grassroots", parent="Q1", tags=["watch", "pilot"], facts={"paper.issued": "2020-07-01"}),
        unit("P2", "grassroots", parent="Q2"),
    )
    rules = (rule(before="2020-07-15"), rule(id="below", before="2020-07-15", applies_to={"level": "grassroots"}))
    return _report(*units, rules=rules, task_forces=["TF-1"])


@pytest.mark.parametrize(
    ("by", "name", "groups"),
    [
        ("branch", "below", {"Q1": 1, "Q2": 0}),
        ("type", "judged", {"quan": 1, "huyen": 0}),
        ("task-force", "below", {"TF-1": 1, None: 0}),
        ("tag", "below", {"watch": 1, "pilot": 1, None: 0}),
    ],
)
def test_each_unit_counts_in_its_branch_type_task_force_and_each_of_its_tags(by, name, groups):
    (found,) = named_progress(_city(), name, by)

    assert {row.who: row.values["done"] for row in found.rows} == groups
    assert (found.total.values["done"], found.total.values["total"]) == (1, 2)


def test_units_that_are_branches_themselves_are_told_by_type_all_others_by_branch():
    assert [one.by for one in progress_of(_city())] == ["type", "branch"]


@pytest.mark.parametrize("by", GROUPINGS)
def test_the_rows_of_the_invented_city_add_up_to_the_total(by):
    for found in progress_of(report_of(json_text("city").encode(), "report.json"), by):
        if found.kind != "measures" and by != "tag":
            for name in (column for column in found.columns if column != "percent"):
                assert sum(int(row.values[name] or 0) for row in found.rows) == found.total.values[name], found.fact


def test_a_report_without_all_its_findings_tells_no_progress():
    report = report_of(json_text("city").encode(), "report.json")

    assert progress_of(report)
    narrowed = json.loads(json_text("city"))
    narrowed["asked"]["statuses"] = ["late"]
    assert progress_of(report_of(json.dumps(narrowed).encode(), "report.json")) == ()


def test_evidence_that_no_program_of_ours_wrote_is_not_counted():
    raw = json.loads(json_text("city"))
    for finding in raw["findings"]:
        for one in finding["evidence"]:
            one["value"] = "=1+1"
    found = progress_of(report_of(json.dumps(raw).encode(), "report.json"))

    assert found == ()


@given(st.integers(0, 300), st.integers(0, 300))
def test_a_share_is_full_only_if_all_are_done_and_empty_only_if_none_is(one, other):
    part, whole = sorted((one, other))

    assert (tenths(part, whole) == 1000) is (part == whole > 0)
    assert (tenths(part, whole) == 0) is (part == 0)


# ---------------------------------------------------------------- the command


def test_on_the_screen_each_group_has_its_name_a_bar_and_the_figures(congress):
    ran = congress("progress", "upper-congress-in-time", *HANOI, "--as-of", "2020-08-08", "--width", 80)

    assert ran.code == 0
    assert ran.lines[2] == "5.1b  Phấn đấu xong đại hội cấp trên cơ sở ◇"
    assert ran.lines[3] == "ngày cuối thứ Sáu 14/08/2020 · theo loại đơn vị"
    assert "quận               ████░░  8/12  66,7%   8    0    4    3     2" in ran.lines
    assert "Tổng cộng          ████░░ 25/41  61,0%  25    0   16    7     6" in ran.lines


def test_without_a_word_all_that_has_a_last_day_and_all_figures_are_shown(congress):
    found = json.loads(congress("progress", *MAU, "--format", "json").out)

    assert found["schema"] == "congress-progress/1"
    assert found["as_of"] == "2020-06-17"
    assert [(one["rule"], one["kind"]) for one in found["progress"][:3]] == [
        ("grassroots-congress-in-time", "event"),
        ("targets-2020-reached", "measures"),
        ("complaints-settled", "tally"),
    ]
    figures = {name for name, value in found["progress"][2]["totals"][0].items() if value is not None}
    assert figures == {"done", "total", "percent", "units", "recorded"}


@pytest.mark.parametrize("by", GROUPINGS)
def test_the_json_is_of_its_schema(congress, by):
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(schema_text("progress"))

    jsonschema.validate(json.loads(congress("progress", *MAU, "--by", by, "--format", "json").out), schema)


def test_a_fact_is_counted_under_each_rule_that_asks_for_it(congress):
    found = json.loads(congress("progress", "congress.closed", *HANOI, "--format", "json").out)

    assert [one["rule"] for one in found["progress"]] == ["grassroots-congress-in-time", "upper-congress-in-time"]


def test_a_rule_named_by_its_id_is_counted_alone(congress):
    found = json.loads(congress("progress", "complaints-settled", *MAU, "--format", "json").out)["progress"]

    assert [one["rule"] for one in found] == ["complaints-settled"]


def test_a_branch_alone_is_counted(congress):
    ran = congress("progress", "complaints-settled", *MAU, "--under", "MAU-01", "--format", "json")
    (found,) = json.loads(ran.out)["progress"]

    assert [row["who"] for row in found["rows"]] == ["MAU-01"]


def test_a_spreadsheet_gets_a_line_for_each_group_and_the_total(congress):
    ran = congress("progress", "complaints-settled", *MAU, "--format", "csv", "--lang", "en")
    rows = list(csv.DictReader(io.StringIO(ran.out.removeprefix("\ufeff")), delimiter=";"))

    assert rows[0]["Group id"] == "MAU-03"
    assert (rows[-1]["Group"], rows[-1]["Done"], rows[-1]["Total"]) == ("Total", "130", "149")
    assert sum(int(row["Done"]) for row in rows[:-1]) == 130


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("congress.close",), 2, "congress.closed"),
        (("congress.planned",), 2, "congress.planned"),
        (("answerable-below",), 2, "answerable-below"),
        (("self-review-topics",), 2, "self-review-topics"),
        (("congress.closed", "--by", "colour"), 2, "task-force"),
        (("congress.closed", "--under", "MAU-99"), 2, "MAU-99"),
    ],
)
def test_what_cannot_be_counted_is_a_mistake_of_usage(congress, words, code, told):
    ran = congress("progress", *words, *MAU)

    assert (ran.code, ran.out) == (code, "")
    assert told in ran.err


def test_where_nothing_is_recorded_nothing_is_said_to_be_done(congress, tmp_path):
    assert congress("init", tmp_path / "new", "--empty").code == 0
    ran = congress("progress", "--units", tmp_path / "new" / "data" / "units.yaml")

    assert (ran.code, ran.out) == (3, "")
    assert "chưa" in ran.err


@pytest.mark.parametrize("width", [40, 60, 71, 72, 80, 120])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_line_is_wider_than_asked_and_no_figure_is_lost(congress, width, language):
    words = ("progress", "upper-congress-in-time", *HANOI, "--as-of", "8/8/2020", "--lang", language)
    ran = congress("progress", *MAU, "--width", width, "--lang", language)
    told = congress(*words, "--width", width).out
    whole = congress(*words, "--width", 200).out

    assert ran.code == 0
    assert max(map(len, ran.lines)) <= width
    number = r"\d[\d/.,%]*"
    assert sorted(re.findall(number, told)) == sorted(re.findall(number, whole))
