"""plan: backwards from limits and planned days; what no longer fits; days that collide."""

import io
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from congress_cli.app.forecast import collisions_of
from congress_cli.app.plan import plan_of
from congress_cli.app.schemas import schema_text
from congress_cli.days import on
from congress_cli.engine import judge
from congress_cli.errors import CongressError
from congress_cli.model.facts import Event
from congress_cli.model.finding import Status
from congress_cli.model.message import Diagnostics
from congress_cli.model.plan import PlanStep
from congress_cli.model.registry import Unit
from congress_cli.model.report import Input, Selection
from congress_cli.reading.load import Data
from tests.builders import parameter, registry, rule, rulebook, unit
from tests.cli.commands import CITY, ROOT, RULES, write_project
from tests.cli.conftest import Congress
from tests.patience import same_cases

jsonschema = pytest.importorskip("jsonschema")

CITY_WORDS = ("--units", CITY, "--rules", ROOT / "data" / "rules.yaml")
STEPS = ("step.first", "step.middle", "step.last")


def data_of(units: list[Unit], *rules: dict[str, Any], forces: tuple[str, ...] = (), **fields: Any) -> Data:
    book = rulebook(*rules, **fields)
    return Data(registry(*units, task_forces=forces), book, (), Input("", ""), (), (), Diagnostics())


def planned(
    *rules: dict[str, Any], facts: dict[str, Any] | None = None, as_of: str = "2020-06-15", **fields: Any
) -> dict[str, PlanStep]:
    """The open steps of one unit by name."""
    data = data_of([unit(facts=facts or {})], *rules, **fields)
    return {
        step.name: step for one in plan_of(data, Selection(), date.fromisoformat(as_of)).units for step in one.steps
    }


def days(step: PlanStep) -> tuple[str, str]:
    return str(step.latest_start), str(step.latest_finish)


# ---------------------------------------------------------------- backwards


def test_steps_are_counted_backwards_from_the_limit_by_what_the_office_needs() -> None:
    lead = {"step.middle": {"days": "3"}, "step.last": {"days": "5"}}
    steps = planned(rule("sequence", by="2020-06-30", lead=lead))

    assert days(steps["step.last"]) == ("2020-06-25", "2020-06-30")
    assert days(steps["step.middle"]) == ("2020-06-22", "2020-06-25")
    assert days(steps["step.first"]) == ("2020-06-22", "2020-06-22")
    assert {step.slack for step in steps.values()} == {(7, 7)}


def test_a_strict_sequence_needs_a_day_between_its_steps() -> None:
    steps = planned(rule("sequence", by="2020-06-30", strict="true"))

    assert [days(steps[name])[1] for name in STEPS] == ["2020-06-28", "2020-06-29", "2020-06-30"]


def test_a_planned_day_binds_the_steps_before_it_and_what_is_due_before_it() -> None:
    facts = {"congress.planned": "2020-06-25", "step.planned": "2020-06-27"}
    steps = planned(rule("sequence"), rule(id="paper", before="congress.opened"), facts=facts)

    assert days(steps["paper.issued"])[1] == "2020-06-24"
    assert [days(steps[name])[1] for name in STEPS] == ["2020-06-27"] * 3
    assert days(steps["congress.opened"])[1] == "2020-06-25"


def test_an_event_without_a_plan_lends_its_own_latest_day() -> None:
    steps = planned(
        rule(id="closed", event="congress.closed", before="2020-06-30"),
        rule("sequence", id="order", steps=["congress.opened", "congress.closed"]),
        rule(id="paper", before="congress.opened"),
        rule("tally", id="complaints", within={"days": 10, "after": "congress.closed"}),
    )

    assert days(steps["congress.closed"])[1] == days(steps["congress.opened"])[1] == "2020-06-29"
    assert days(steps["paper.issued"])[1] == "2020-06-28"
    assert days(steps["complaints"])[1] == "2020-07-09"


def test_a_start_comes_before_what_it_starts() -> None:
    steps = planned(rule("tally", id="complaints", after="congress.closed", by="2020-06-30", lead={"days": "4"}))

    assert days(steps["complaints"]) == ("2020-06-26", "2020-06-30")
    assert days(steps["congress.closed"])[1] == "2020-06-26"
    assert steps["complaints"].waits_for == ("congress.closed",)


@pytest.mark.parametrize(
    ("as_of", "slack", "doomed"),
    [("2020-06-24", 1, False), ("2020-06-25", 0, False), ("2020-06-26", -1, True), ("2020-07-01", -6, True)],
)
def test_a_step_is_doomed_once_what_it_needs_no_longer_fits(as_of: str, slack: int, doomed: bool) -> None:
    step = planned(rule(by="2020-06-30", lead={"days": "5"}), as_of=as_of)["paper.issued"]

    assert (step.slack, step.doomed) == ((slack, slack), doomed)


def test_of_an_uncertain_planned_day_the_span_is_told() -> None:
    judged = rule(before="congress.opened", lead={"days": "5"})
    step = planned(judged, facts={"congress.planned": "2020-06-18/2020-06-25"})["paper.issued"]

    assert days(step) == ("2020-06-12/2020-06-19", "2020-06-17/2020-06-24")
    assert step.slack == (-3, 4)
    assert (step.doomed, step.perhaps_doomed) == (False, True)


def test_what_is_done_or_late_is_no_step() -> None:
    facts = {"step.first": "2020-06-12", "paper.issued": "2020-06-12"}

    assert set(planned(rule("sequence", by="2020-06-30"), rule(id="paper", by="2020-06-30"), facts=facts)) == set(
        STEPS[1:]
    )


def test_the_critical_chain_is_the_row_with_the_least_slack() -> None:
    data = data_of(
        [unit()],
        rule("sequence", id="slow", by="2020-06-30", lead={name: {"days": "4"} for name in STEPS}),
        rule(id="quick", by="2020-06-28"),
    )

    [one] = plan_of(data, Selection(), date(2020, 6, 15)).units

    assert one.chain == STEPS
    assert [step.name for step in one.steps if step.critical] == [*STEPS]


def test_what_waits_for_units_below_cannot_begin_before_their_planned_day() -> None:
    judged = rule(after={"event": "congress.opened", "of": "children"}, by="2020-06-30", lead={"days": "3"})
    child = unit("U-1", "grassroots", parent="U", facts={"congress.planned": "2020-06-26"})

    [one] = plan_of(data_of([unit(), child], judged), Selection(), date(2020, 6, 15)).units

    assert str(one.steps[0].earliest_finish) == "2020-06-29"


def test_a_loop_is_named() -> None:
    loop = [
        rule("sequence", id="one", steps=["step.first", "step.last"]),
        rule("sequence", id="two", steps=["step.last", "step.first"]),
    ]

    with pytest.raises(CongressError) as caught:
        planned(*loop)
    assert caught.value.code == "plan-loop"
    assert set(caught.value.args_["steps"]) == {"step.first", "step.last"}


# ---------------------------------------------------------------- what always holds

LEADS = st.integers(0, 4).map(lambda count: {"days": str(count)})
DAYS = st.integers(0, 30).map(lambda count: (date(2020, 6, 25) + timedelta(days=count)).isoformat())
WITHIN = st.fixed_dictionaries({"days": st.integers(0, 9), "after": st.just("step.middle")})
LIMITS: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.just({}),
    st.fixed_dictionaries({"by": DAYS}),
    st.fixed_dictionaries({"before": st.sampled_from(["congress.opened", "step.last"])}),
    st.fixed_dictionaries(
        {"within": st.fixed_dictionaries({"days": st.integers(0, 9), "after": st.just("step.middle")})}
    ),
)


@st.composite
def some_rules(draw: st.DrawFn) -> list[dict[str, Any]]:
    order = rule(
        "sequence",
        id="order",
        strict=draw(st.sampled_from(["true", "false"])),
        lead={name: draw(LEADS) for name in STEPS},
        **draw(st.one_of(st.just({}), st.fixed_dictionaries({"by": DAYS}))),
    )
    after = draw(st.sampled_from([{}, {"after": "step.first"}]))
    paper = rule(id="paper", lead=draw(LEADS), **draw(LIMITS), **after)
    opened = rule(id="opened", event="congress.opened", lead=draw(LEADS), **draw(st.fixed_dictionaries({"by": DAYS})))
    tally = rule("tally", id="count", lead=draw(LEADS), **draw(LIMITS))
    return [order, paper, opened, tally]


FACTS = st.fixed_dictionaries(
    {}, optional={"step.first": st.just("2020-06-12"), "congress.planned": DAYS, "step.planned": DAYS}
)


@given(some_rules(), FACTS, st.integers(0, 10))
@same_cases(200)
def test_a_step_begins_before_it_ends_and_what_is_not_doomed_has_a_schedule_that_is_met(
    rules: list[dict[str, Any]], facts: dict[str, Any], later: int
) -> None:
    as_of = date(2020, 6, 13) + timedelta(days=later)
    data = data_of([unit(facts=facts)], *rules)
    plans = plan_of(data, Selection(), as_of)
    steps = {step.name: step for one in plans.units for step in one.steps}

    for step in steps.values():
        assert step.latest_start is None or step.latest_finish is not None
        if step.latest_start is not None and step.latest_finish is not None:
            assert step.latest_start.first <= step.latest_finish.first
            assert (step.latest_finish.first - step.latest_start.first).days == step.lead
    if plans.doomed:
        return
    held = {name: Event(day=on(_scheduled(name, steps, as_of))) for name, step in steps.items() if step.is_event}
    done = {"total": "1", "done": "1", "day": _scheduled("count", steps, as_of).isoformat()}
    scheduled = unit(facts={**facts, "complaints": done})
    scheduled = scheduled.model_copy(update={"facts": {**scheduled.facts, **held}})
    for finding in judge(registry(scheduled), data.rulebook, date(2020, 12, 31)):
        assert finding.status is Status.MET, (finding, steps)


def _scheduled(name: str, steps: dict[str, PlanStep], as_of: date) -> date:
    """The latest finish of a step; without one, a day after those before it that leaves room for others."""
    step = steps[name]
    if step.latest_finish is not None:
        return step.latest_finish.first
    begins = max([as_of, *(_scheduled(one, steps, as_of) for one in step.waits_for)])
    return begins + timedelta(days=step.lead + (20 if name in STEPS else 1))


# ---------------------------------------------------------------- collisions


def test_one_day_under_one_task_force_or_branch_collides() -> None:
    same: dict[str, Any] = {"facts": {"congress.planned": "2020-06-25"}}
    units = [
        unit("C", "city"),
        unit("U1", parent="C", task_force="TF", **same),
        unit("U2", parent="C", task_force="TF", **same),
        unit("U3", parent="C", **same),
        unit("U1-1", "grassroots", parent="U1", facts={"congress.planned": "2020-06-23"}),
        unit("U1-2", "grassroots", parent="U1", facts={"congress.planned": "2020-06-23"}),
    ]

    found = collisions_of(data_of(units, rule(), forces=("TF",)), date(2020, 6, 20))

    assert [(one.kind, one.units, one.whom) for one in found] == [
        ("same_branch", ("U1-1", "U1-2"), "U1"),
        ("same_force", ("U1", "U2"), "TF"),
    ]


@pytest.mark.parametrize(
    ("superior", "below", "collides"),
    [
        ("2020-06-25", "2020-06-24", False),
        ("2020-06-25", "2020-06-25", True),
        ("2020-06-25", "2020-06-26", True),
        ("2020-06-25/2020-06-30", "2020-06-26", False),
        ("2020-06-25", "2020-06-24/2020-06-30", False),
    ],
)
def test_a_superior_before_those_below_collides(superior: str, below: str, collides: bool) -> None:
    units = [
        unit("U", facts={"congress.planned": superior}),
        unit("U-1", "grassroots", parent="U", facts={"congress.planned": below}),
    ]

    found = collisions_of(data_of(units, rule()), date(2020, 6, 20))

    assert any(one.kind == "before_below" for one in found) is collides


@pytest.mark.parametrize(("day", "off"), [("2020-06-26", None), ("2020-06-27", "weekend"), ("2020-06-28", "weekend")])
def test_a_planned_day_off_is_told(day: str, off: str | None) -> None:
    found = collisions_of(data_of([unit(facts={"congress.planned": day})], rule()), date(2020, 6, 20))

    assert [one.off for one in found] == ([] if off is None else [off])


@pytest.mark.parametrize(
    ("facts", "as_of"),
    [
        ({"congress.planned": "2020-06-27"}, "2020-06-28"),
        ({"congress.planned": "2020-06-27", "congress.opened": "2020-06-20"}, "2020-06-22"),
    ],
)
def test_what_has_passed_or_happened_collides_with_nothing(facts: dict[str, Any], as_of: str) -> None:
    assert collisions_of(data_of([unit(facts=facts)], rule()), date.fromisoformat(as_of)) == ()


# ---------------------------------------------------------------- the command


def found(congress: Congress, *words: object, code: int = 0) -> dict[str, Any]:
    ran = congress("plan", *words, "--format", "json")
    assert ran.code == code, ran.err
    read: dict[str, Any] = json.loads(ran.out)
    jsonschema.Draft202012Validator(json.loads(schema_text("plan"))).validate(read)
    return read


def test_the_invented_city_has_a_doomed_step_a_chain_and_a_collision(congress: Congress) -> None:
    [one] = found(congress, "MAU-04", *CITY_WORDS, code=1)["units"]
    two = found(congress, "MAU-02", *CITY_WORDS)

    assert one["chain"] == ["rehearsal.preliminary", "rehearsal.full", "congress.opened"]
    assert "rehearsal.full" in [step["name"] for step in one["steps"] if step["doomed"]]
    assert two["doomed"] == 0
    assert {one["kind"] for one in two["collisions"]} == {"before_below", "day_off"}


def test_collisions_within_the_horizon_stand_in_next(congress: Congress) -> None:
    told = json.loads(congress("next", *CITY_WORDS, "--format", "json").out)["collisions"]

    assert {"before_below", "day_off"} <= {one["kind"] for one in told}
    assert "PLANNED DAYS THAT COLLIDE" in congress("next", *CITY_WORDS, "--lang", "en").out


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("width", [80, 120])
def test_the_screen_fits(congress: Congress, language: str, width: int) -> None:
    ran = congress("plan", "--under", "MAU-04", *CITY_WORDS, "--lang", language, "--width", width)

    assert ran.code == 1
    assert max(map(len, ran.lines)) <= width


def test_the_paper_has_a_row_for_each_step(congress: Congress, tmp_path: Path) -> None:
    assert congress("plan", "MAU-02", *CITY_WORDS, "--format", "docx", "-o", "plan.docx").code == 0
    [table] = Document(io.BytesIO((tmp_path / "plan.docx").read_bytes())).tables

    assert len(table.rows) == 1 + len(found(congress, "MAU-02", *CITY_WORDS)["units"][0]["steps"])


def test_the_paper_says_what_made_it_and_no_other_day_than_the_judged(congress: Congress, tmp_path: Path) -> None:
    assert congress("plan", "MAU-02", *CITY_WORDS, "--format", "docx", "-o", "plan.docx").code == 0
    written = (tmp_path / "plan.docx").read_bytes()

    properties = Document(io.BytesIO(written)).core_properties
    assert properties.author.startswith("congress ")
    assert properties.title
    judged = date.fromisoformat(found(congress, "MAU-02", *CITY_WORDS)["as_of"])
    assert properties.created is not None
    assert properties.created.date() == judged
    with ZipFile(io.BytesIO(written)) as parts:
        assert {one.date_time[:3] for one in parts.infolist()} == {(judged.year, judged.month, judged.day)}


def test_the_calendar_has_an_entry_for_each_dated_step(congress: Congress, tmp_path: Path) -> None:
    assert congress("plan", "MAU-02", *CITY_WORDS, "--format", "ics", "-o", "plan.ics").code == 0
    events = Calendar.from_ical((tmp_path / "plan.ics").read_text("utf-8")).walk("VEVENT")

    steps = found(congress, "MAU-02", *CITY_WORDS)["units"][0]["steps"]
    assert len(events) == sum(step["latest_finish"] is not None for step in steps)


def test_leads_in_the_rulebook_are_never_judged_and_are_told(congress: Congress, tmp_path: Path) -> None:
    led = RULES.replace("    event: plan.issued\n", "    event: plan.issued\n    lead: {days: 5}\n")
    write_project(tmp_path, rules=led, as_of="2020-06-17")

    assert json.loads(congress("check", "--rule", "plan-issued", "--format", "json").out)["totals"]["due_soon"] == 1
    assert "5 days" in congress("rules", "show", "plan-issued", "--lang", "en").out
    assert congress("plan", "MN-01").code == 1
    assert congress("plan", "MN-01", "--as-of", "2020-06-15").code == 0


@pytest.mark.parametrize(
    ("lead", "code"), [("{no.step: {days: 3}}", "lead-step-unknown"), ("{days: x}", "number-not-whole")]
)
def test_a_lead_that_means_nothing_is_a_mistake_of_the_file(
    congress: Congress, tmp_path: Path, lead: str, code: str
) -> None:
    write_project(
        tmp_path, rules=RULES.replace("    event: plan.issued\n", f"    event: plan.issued\n    lead: {lead}\n")
    )

    ran = congress("plan", "MN-01")

    assert ran.code == 3
    assert code in ran.err


def test_a_unit_or_a_branch_has_to_be_named(congress: Congress) -> None:
    assert congress("plan", *CITY_WORDS).code == 2


def test_a_parameter_may_give_the_limit() -> None:
    steps = planned(rule(by={"param": "limit"}), parameters={"limit": parameter(("2020-06-11", "2020-06-20"))})

    assert days(steps["paper.issued"])[1] == "2020-06-20"


# ---------------------------------------------------------------- what other papers ask


def test_months_and_days_ahead_of_an_event_count_backwards() -> None:
    steps = planned(
        rule(id="opened", event="congress.opened", by="2020-08-31"),
        rule(id="paper", ahead={"months": "1", "of": "congress.opened"}),
        rule("tally", id="complaints", ahead={"days": "10", "of": "congress.opened"}),
    )

    assert days(steps["paper.issued"])[1] == "2020-07-31"
    assert days(steps["complaints"])[1] == "2020-08-21"
    assert set(steps["congress.opened"].waits_for) == {"paper.issued", "complaints"}


def test_what_must_not_be_too_early_cannot_end_before() -> None:
    judged = rule(not_before="2020-06-20", by="2020-06-25", lead={"days": "2"})

    assert str(planned(judged)["paper.issued"].earliest_finish) == "2020-06-20"
    assert planned(judged, as_of="2020-06-22")["paper.issued"].slack == (1, 1)


def test_what_waits_for_the_superior_cannot_begin_before_its_planned_day() -> None:
    judged = rule(
        after={"event": "congress.opened", "of": "parent"}, by="2020-06-30", applies_to={"level": "grassroots"}
    )
    units = [
        unit("U", facts={"congress.planned": "2020-06-26"}),
        unit("U-1", "grassroots", parent="U"),
    ]

    [one] = plan_of(data_of(units, judged), Selection(), date(2020, 6, 15)).units

    assert str(one.steps[0].earliest_finish) == "2020-06-26"
