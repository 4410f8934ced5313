"""census: as many units below as the directive counts."""

import pytest

from tests.builders import findings_of, parameter, registry, rule, rulebook, unit

CITY = {"applies_to": {"level": "city"}, "modality": "should"}


def uppers(count, **fields):
    """So many upper units below the city `C`."""
    return [unit(f"C-{fields.get('type', 'quan')}-{i}", parent="C", **fields) for i in range(count)]


def count(units, as_of="2020-07-01", *, records="complete", city=None, parameters=None, **fields):
    """The finding of a census of the city over these units."""
    book = rulebook(rule("census", **{**CITY, **fields}), parameters=parameters)
    return findings_of(registry(city or unit("C", "city"), *units, records=records), book, as_of)["judged", "C"]


@pytest.mark.parametrize(
    ("units", "records", "status"),
    [
        (3, "complete", "met"),
        (3, "partial", "met"),
        (4, "complete", "failed"),
        (4, "partial", "failed"),
        (2, "complete", "failed"),
        (2, "partial", "unknown"),
        (0, "complete", "failed"),
        (0, "partial", "unknown"),
    ],
)
def test_more_is_failed_and_fewer_is_failed_only_where_the_files_records_are_complete(units, records, status):
    finding = count(uppers(units), records=records, expect=3)

    assert finding.status == status
    assert (finding.last_day, finding.last_days, finding.days_left) == (None, None, None)
    assert finding.counts is not None
    assert finding.counts["counted"] == units


def test_a_count_of_a_should_is_a_warning():
    assert count(uppers(4), expect=3).severity == "warning"
    assert count(uppers(4), expect=3, modality="must").severity == "violation"


def test_the_files_records_decide_not_those_of_a_unit():
    partial_city = unit("C", "city", records="partial")
    complete_city = unit("C", "city", records="complete")

    assert count(uppers(2), city=partial_city, expect=3).status == "failed"
    assert count(uppers(2), city=complete_city, records="partial", expect=3).status == "unknown"


def test_a_census_is_complete_only_if_every_file_that_holds_the_unit_or_one_below_it_is():
    city, (near,) = unit("C", "city"), uppers(1)
    far, elsewhere = unit("C-far", "grassroots", parent=near.id), unit("E")
    book = rulebook(rule("census", **CITY, expect=3))

    def with_partial(file):
        units = registry(city, near, far, elsewhere)
        sources = {**units.sources, file: registry(units.by_id[file], records="partial").sources[file]}
        mixed = type(units)(units.units, units.term, sources=sources)
        return findings_of(mixed, book, "2020-07-01")["judged", "C"].status

    assert with_partial("E") == "failed"
    assert with_partial("C") == "unknown"
    assert with_partial(near.id) == "unknown"
    assert with_partial("C-far") == "unknown"


def test_only_units_of_the_selected_level_type_and_tag_count():
    below = [*uppers(2), *uppers(1, type="huyen"), *uppers(1, type="doanh-nghiep", tags=["watch"])]

    assert count(below, select={"level": "upper"}, expect=4).status == "met"
    assert count(below, select={"type": ["quan", "huyen"]}, expect=3).status == "met"
    assert count(below, select={"level": "upper", "tag": "watch"}, expect=1).status == "met"
    assert count(below, select={"level": "grassroots"}, expect=0).status == "met"


def test_units_at_any_depth_below_count_and_others_do_not():
    below = [*uppers(1), unit("deep", parent="C-quan-0"), unit("elsewhere")]

    assert count(below, expect=2).status == "met"


def test_the_expected_number_may_be_a_dated_parameter():
    expected = {"number": parameter(("2020-06-11", "3"), ("2020-07-01", "2"))}
    fields = {"expect": {"param": "number"}, "parameters": expected}

    assert count(uppers(3), "2020-06-30", **fields).status == "met"
    assert count(uppers(3), "2020-07-01", **fields).status == "failed"


def test_without_a_number_in_force_it_is_unknown():
    finding = count(uppers(3), expect={"param": "number"}, parameters={"number": {}})

    assert (finding.status, finding.code) == ("unknown", "parameter-missing")


# ---- without an event, on a day


def held(*days, records=None):
    """An upper unit for each closing day; None for one that has none."""
    return [
        unit(f"C-{i}", parent="C", records=records, facts={} if day is None else {"congress.closed": day})
        for i, day in enumerate(days)
    ]


WITHOUT = {"level": "upper", "without": "congress.closed", "day": "2020-06-20"}


@pytest.mark.parametrize(("day", "counts"), [("2020-06-19", False), ("2020-06-20", False), ("2020-06-21", True)])
def test_a_unit_counts_that_had_not_the_event_by_the_end_of_the_day(day, counts):
    assert count(held(day), select=WITHOUT, expect=int(counts)).status == "met"
    assert count(held(day), select=WITHOUT, expect=int(not counts)).status == "failed"


def test_a_unit_without_the_event_counts_in_complete_records():
    assert count(held(None, None), select=WITHOUT, expect=2).status == "met"


def test_a_unit_without_the_event_may_or_may_not_count_in_partial_records_so_a_range_is_compared():
    units = [*held("2020-06-25", "2020-06-12"), *[unit(f"P-{i}", parent="C", records="partial") for i in range(2)]]

    def status(expect, records="complete"):
        return count(units, select=WITHOUT, expect=expect, records=records).status

    assert status(0) == "failed"
    assert [status(expect) for expect in (1, 2, 3)] == ["unknown"] * 3
    assert status(4) == "failed"
    assert status(4, "partial") == "unknown"
    finding = count(units, select=WITHOUT, expect=2)
    assert finding.counts == {"counted": 1, "sure": 1, "possible": 3, "expected": 2}


def test_an_uncertain_day_over_the_counted_one_may_or_may_not_count():
    over, after, before = "2020-06-20/2020-06-21", "2020-06-21/2020-06-22", "2020-06-19/2020-06-20"

    assert count(held(over), select=WITHOUT, expect=1).status == "unknown"
    assert count(held(after), select=WITHOUT, expect=1).status == "met"
    assert count(held(before), select=WITHOUT, expect=0).status == "met"


def test_without_a_day_the_judged_one_is_counted():
    select = {"level": "upper", "without": "congress.closed"}
    units = held("2020-06-20")

    assert count(units, "2020-06-19", select=select, expect=1).status == "met"
    assert count(units, "2020-06-20", select=select, expect=0).status == "met"


def test_a_census_of_a_day_after_the_judged_one_is_open():
    assert count(held(None), "2020-06-19", select=WITHOUT, expect=1).code == "census-waits"
    assert count(held(None), "2020-06-19", select=WITHOUT, expect=1).status == "open"
    assert count(held(None), "2020-06-20", select=WITHOUT, expect=1).status == "met"


def test_an_event_recorded_ahead_of_the_judged_day_is_an_absent_one():
    units = held("2020-07-05")

    assert count(units, "2020-07-01", select=WITHOUT, expect=1).status == "met"
    assert count(units, "2020-07-01", records="partial", select=WITHOUT, expect=1).status == "unknown"
    assert count(units, "2020-07-05", records="partial", select=WITHOUT, expect=1).status == "met"


# ---- merged units


@pytest.mark.parametrize(("as_of", "counted"), [("2020-06-29", 2), ("2020-06-30", 1), ("2020-07-01", 1)])
def test_a_merged_unit_is_left_out_from_its_closing_day(as_of, counted):
    units = [*uppers(1), unit("gone", parent="C", closed={"day": "2020-06-30"})]

    assert count(units, as_of, expect=counted).status == "met"


def test_on_a_counted_day_before_its_closing_a_merged_unit_counts():
    units = [unit("gone", parent="C", closed={"day": "2020-06-30"})]

    assert count(units, select={**WITHOUT, "day": "2020-06-29"}, expect=1).status == "met"
    assert count(units, select={**WITHOUT, "day": "2020-06-30"}, expect=0).status == "met"


def test_a_unit_whose_closing_day_is_uncertain_may_or_may_not_count():
    units = [unit("going", parent="C", closed={"day": "2020-06-30/2020-07-02"})]

    assert count(units, "2020-06-29", expect=1).status == "met"
    assert count(units, "2020-07-01", expect=1).status == "unknown"
    assert count(units, "2020-07-02", expect=0).status == "met"


def test_a_city_that_may_be_closed_has_an_unknown_count():
    city = unit("C", "city", closed={"day": "2020-06-30/2020-07-02"})

    assert count(uppers(3), "2020-06-29", city=city, expect=3).status == "met"
    assert count(uppers(3), "2020-07-01", city=city, expect=3).status == "unknown"
    assert count(uppers(3), "2020-07-02", city=city, expect=3).status == "not_applicable"


def test_a_city_that_may_be_closed_waits_in_the_other_worlds():
    city = unit("C", "city", closed={"day": "2020-06-18/2020-07-02"})

    assert count(held(None), "2020-06-19", city=city, select=WITHOUT, expect=1).status == "unknown"


@pytest.mark.parametrize(("members", "expect"), [("200", 1), ("199", 0)])
@pytest.mark.parametrize(
    ("recorded_on", "status"),
    [("2020-06-10", "met"), ("2020-06-10/2020-06-11", "met"), ("2020-06-11/2020-06-12", "unknown")],
)
def test_figures_that_are_perhaps_of_a_later_day_than_the_count_decide_nothing(members, expect, recorded_on, status):
    one = unit("B", parent="C", facts={"targets": {"day": recorded_on, "values": {"members": members}}})
    select = {"level": "upper", "day": "2020-06-11", "where": {"targets": {"members": {"at_least": "200"}}}}

    assert count([one], select=select, expect=expect).status == status
