"""What holds of every registry and every rulebook.

The arrows in time (`ARROWS_OF_TIME`): with facts, parameters and plans as they are, a day that passes moves a timed
rule only from open to due_soon and from due_soon to overdue. Two follow from "two at once: the worse one", since
overdue is the worse of the two: a matter that is failed (steps out of order, a target too low) and still not done
becomes overdue once its last day has passed; and so does a sequence whose limit lacks its parameter (unknown) once
the planned day of its last step has passed. Everything else stands still.

On the day on which a recorded fact becomes visible (`ARROWS_OF_A_FACT`) what was not done may become anything; what
was met stays so; what was late may turn out in time when the limit's event takes the place of its plan (and then be
unknown, where partial records lack a step or a number), or failed when an earlier step comes after it; what was failed
stays so or is overdue by a new limit. A limit event may lead outside the calendar (error). A unit that closes is not
applicable from that day.
"""

import json
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from congress_cli.engine import judge
from congress_cli.model.facts import FACT_MODELS, FactKind, Plan
from congress_cli.model.finding import Finding, Status
from congress_cli.model.message import Diagnostics
from congress_cli.model.registry import Records, Registry, TaskForce, Unit
from congress_cli.reading.files import SourceFile
from congress_cli.reading.registry import read_registry
from congress_cli.rules import Rulebook
from tests.builders import FACTS, ROOT, TYPE_OF_LEVEL, facts, read_case, registry, rulebook, unit
from tests.engine import strategies as some
from tests.patience import same_cases

SHIPPED = read_case(ROOT / "data")[1]
ISSUED = date(2020, 6, 11)
ANY = frozenset(Status) - {Status.WAIVED}

ARROWS_OF_TIME = {
    Status.OPEN: {Status.OPEN, Status.DUE_SOON},
    Status.DUE_SOON: {Status.DUE_SOON, Status.OVERDUE},
}
BY_THE_WORSE_OF_TWO = {
    ("sequence", Status.FAILED): {Status.FAILED, Status.OVERDUE},
    ("measures", Status.FAILED): {Status.FAILED, Status.OVERDUE},
    ("sequence", Status.UNKNOWN): {Status.UNKNOWN, Status.OVERDUE},
}
ARROWS_OF_A_FACT = {
    Status.MET: {Status.MET, Status.ERROR},
    Status.LATE: {Status.LATE, Status.MET, Status.FAILED, Status.UNKNOWN, Status.ERROR},
    Status.FAILED: {Status.FAILED, Status.OVERDUE, Status.ERROR},
    Status.NOT_APPLICABLE: {Status.NOT_APPLICABLE},
}


def _built(raw, records="complete") -> Registry:
    units = [unit(one["id"], **{key: value for key, value in one.items() if key != "id"}) for one in _filled(raw)]
    return registry(*units, records=records, task_forces=("TF-1", "TF-2"))


def _filled(raw):
    return [{key: value for key, value in one.items() if value is not None} for one in raw]


def _by_pair(findings) -> dict[tuple[str, str], Finding]:
    return {(one.rule, one.unit): one for one in findings}


# ---- units


@same_cases()
@given(st.data(), some.rules_together(), some.small_trees(), some.judged_days(), some.parameters())
def test_the_order_of_units_in_the_file_changes_nothing(data, rules, tree, as_of, parameters):
    book = rulebook(*rules, parameters=parameters)
    shuffled = data.draw(st.permutations(tree))

    assert _without_places(_read(shuffled, book), book, as_of) == _without_places(_read(tree, book), book, as_of)


def _read(tree, book: Rulebook) -> Registry:
    written = [{"name": one["id"], "type": TYPE_OF_LEVEL[one["level"]], **one} for one in _filled(tree)]
    file = {
        "format": "congress-units/1",
        "term": "2020-2025",
        "records": "partial",
        "task_forces": [{"id": "TF-1", "name": "Một"}, {"id": "TF-2", "name": "Hai"}],
        "units": written,
    }
    diagnostics = Diagnostics()
    read = read_registry([SourceFile("units.yaml", json.dumps(file), "")], book, diagnostics)
    assert read is not None, diagnostics.errors
    return read


def _without_places(units: Registry, book: Rulebook, as_of: date) -> list[Finding]:
    return [
        one._replace(evidence=tuple(seen._replace(at="") for seen in one.evidence)) for one in judge(units, book, as_of)
    ]


@same_cases()
@given(some.rules_together(), some.small_trees(), some.units("X", "upper", True), some.judged_days(), some.parameters())
def test_an_unrelated_unit_changes_nothing_else(rules, tree, stranger, as_of, parameters):
    book = rulebook(*rules, parameters=parameters)

    alone = judge(_built(tree), book, as_of)
    together = judge(_built([*tree, stranger]), book, as_of)

    assert [one for one in together if one.unit != "X"] == list(alone)


@same_cases()
@given(some.rules_together(), some.small_trees(), some.judged_days(), some.parameters())
def test_judging_twice_gives_the_same(rules, tree, as_of, parameters):
    book, units = rulebook(*rules, parameters=parameters), _built(tree)

    assert judge(units, book, as_of) == judge(units, book, as_of)


@same_cases()
@given(some.rules_together(), some.small_trees(), some.judged_days(), some.parameters())
def test_every_finding_is_one_of_a_kind_and_keeps_its_promises(rules, tree, as_of, parameters):
    book, units = rulebook(*rules, parameters=parameters), _built(tree)

    findings = judge(units, book, as_of)

    assert len(_by_pair(findings)) == len(findings)
    for one in findings:
        assert (one.days_left is None) is (one.last_day is None)
        assert one.last_day is None or one.last_days is None
        assert (one.reason is None) is (one.status is not Status.NOT_APPLICABLE)
        if one.status in (Status.NOT_APPLICABLE, Status.ERROR) or not book.by_id[one.rule].of_one_unit:
            assert (one.last_day, one.last_days) == (None, None)
        if one.status is Status.DUE_SOON and one.days_left is not None:
            assert 0 <= one.days_left <= book.by_id[one.rule].warn_days
        if one.status is Status.OVERDUE and one.days_left is not None:
            assert one.days_left < 0
        if one.status is Status.OPEN and one.days_left is not None and one.waits_for is None:
            assert one.days_left > book.by_id[one.rule].warn_days


# ---- time


@same_cases(120)
@given(some.timed_rules(), some.families(uncertain=False), some.judged_days(), some.parameters())
def test_a_day_that_passes_moves_a_status_only_along_the_arrows(judged, family, as_of, parameters):
    book = rulebook(judged, parameters=parameters)
    _check_arrows(_built(family), book, as_of)


SHIPPED_FACTS = st.fixed_dictionaries(
    {},
    optional={
        "congress.opened": some.exact_days(),
        "congress.closed": some.exact_days(),
        "congress.planned": some.exact_days(),
        "schedule.registered": some.exact_days(),
        "personnel-scheme.submitted": some.exact_days(),
        "personnel-scheme.approved": some.exact_days(),
        "rehearsal.preliminary": some.exact_days(),
        "rehearsal.full": some.exact_days(),
        "programme-and-script.approved": some.exact_days(),
        "grassroots-review.issued": some.exact_days(),
        "working-rules.issued": some.exact_days(),
        "vetting": st.sampled_from([{"total": 3, "done": 2}, {"total": 3, "done": 3, "day": "2020-06-20"}]),
        "logistics": st.sampled_from([["papers"], {"items": ["papers"], "day": "2020-06-18"}]),
    },
)


def _of_shipped(facts_of_units, complete) -> Registry:
    """A quận and its phường under the shipped vocabulary."""
    units = []
    for i, recorded in enumerate(facts_of_units):
        typed = {name: FACT_MODELS[SHIPPED.facts[name].kind].model_validate(raw) for name, raw in recorded.items()}
        level, type_ = ("grassroots", "phuong") if i else ("upper", "quan")
        below = {"parent": "M"} if i else {}
        records = Records.COMPLETE if complete else Records.PARTIAL
        own = Unit(id=f"M-{i}" if i else "M", name="Mẫu", level=level, type=type_, records=records, **below)
        units.append(own.model_copy(update={"facts": typed}))
    return registry(*units)


@same_cases(25)
@given(st.lists(SHIPPED_FACTS, min_size=1, max_size=3), st.booleans(), some.judged_days())
def test_the_arrows_hold_under_the_shipped_rulebook(recorded, complete, as_of):
    _check_arrows(_of_shipped(recorded, complete), SHIPPED, as_of)


def _check_arrows(units: Registry, book: Rulebook, as_of: date) -> None:
    next_day = as_of + timedelta(days=1)
    assume(as_of >= ISSUED)
    before, after = _by_pair(judge(units, book, as_of)), _by_pair(judge(units, book, next_day))
    assert before.keys() == after.keys()
    for (rule_id, unit_id), one in before.items():
        judged = book.by_id[rule_id]
        if not judged.of_one_unit:
            continue
        own, children = units.by_id[unit_id], units.children_of(unit_id)
        other = after[rule_id, unit_id].status
        if _closes(own, next_day):
            assert other is Status.NOT_APPLICABLE
        elif judged.start is not None and any(_closes(child, next_day) for child in children):
            assert other in ANY
        elif any(_appears(relative, next_day) for relative in (own, *children)):
            assert other in ARROWS_OF_A_FACT.get(one.status, ANY), (one, other)
        else:
            still = ARROWS_OF_TIME.get(one.status, {one.status})
            assert other in BY_THE_WORSE_OF_TWO.get((judged.kind, one.status), still), (one, other)


def _closes(one: Unit, day: date) -> bool:
    return one.closed is not None and one.closed.day.last == day


def _appears(one: Unit, day: date) -> bool:
    return any(
        fact.day is not None and fact.day.first == day and not isinstance(fact, Plan) for fact in one.facts.values()
    )


@same_cases(25)
@given(some.timed_rules(), some.families(), some.parameters())
def test_before_the_directive_nothing_is_judged(judged, family, parameters):
    findings = judge(_built(family), rulebook(judged, parameters=parameters), ISSUED - timedelta(days=1))

    assert {one.reason for one in findings} <= {"not-yet-issued"}


# ---- worlds


@same_cases(150)
@given(some.timed_rules(), some.families(), some.judged_days(), some.parameters(), st.booleans())
def test_uncertain_days_agree_with_every_world_judged_on_its_own(judged, family, as_of, parameters, complete):
    book = rulebook(judged, parameters=parameters)
    read = (
        frozenset(book.rules[0].own_facts()) | set(some.PLANS) | {"congress.closed", "congress.opened", "paper.issued"}
    )
    _check_worlds(_bounded(_built(family, "complete" if complete else "partial"), read), book, as_of)


@same_cases(50)
@given(some.censuses(), some.small_trees(), some.judged_days(), st.booleans())
def test_a_census_over_uncertain_days_agrees_with_every_world_counted_on_its_own(judged, tree, as_of, complete):
    units = _built(tree, "complete" if complete else "partial")

    _check_worlds(_bounded(units, frozenset({"congress.closed"})), rulebook(judged), as_of)


UNCERTAIN_SHIPPED = st.dictionaries(
    st.sampled_from(
        [
            "congress.opened",
            "congress.closed",
            "congress.planned",
            "schedule.registered",
            "personnel-scheme.submitted",
            "personnel-scheme.approved",
            "rehearsal.full",
            "programme-and-script.approved",
        ]
    ),
    some.days(uncertain=True),
)


@same_cases(25)
@given(st.lists(UNCERTAIN_SHIPPED, min_size=1, max_size=2), st.booleans(), some.judged_days())
def test_the_worlds_agree_under_the_shipped_rulebook(recorded, complete, as_of):
    _check_worlds(_bounded(_of_shipped(recorded, complete), frozenset(SHIPPED.facts)), SHIPPED, as_of)


def _bounded(units: Registry, read: frozenset[str]) -> Registry:
    own = tuple(some.bounded(list(units.units), read))
    return Registry(own, units.term, None, units.task_forces, units.sources)


def _check_worlds(units: Registry, book: Rulebook, as_of: date) -> None:
    told = {pair: one for pair, one in _by_pair(judge(units, book, as_of)).items() if _reads_days(book, pair)}
    worlds = [_by_pair(judge(world, book, as_of)) for world in some.worlds_of(units)]
    for pair, one in told.items():
        statuses = {world[pair].status for world in worlds}
        assert one.status is (statuses.pop() if len(statuses) == 1 else Status.UNKNOWN), (one, statuses)
        last_days = [world[pair].last_day for world in worlds]
        known = [day for day in last_days if day is not None]
        if known and len(set(last_days)) == 1:
            assert (one.last_day, one.last_days) == (known[0], None), one
        elif known:
            assert (one.last_day, one.last_days) == (None, (min(known), max(known))), one
        else:
            assert (one.last_day, one.last_days) == (None, None), one


def _reads_days(book: Rulebook, pair: tuple[str, str]) -> bool:
    """Whether a finding hangs on days; those of a share hang on other findings."""
    return book.by_id[pair[0]].kind != "share"


@pytest.mark.parametrize("kind", list(FactKind))
def test_the_small_vocabulary_of_these_tests_has_every_kind_of_fact(kind):
    assert kind in {term["kind"] for term in FACTS.values()}


def test_the_worlds_of_these_tests_are_every_choice_of_days():
    units = registry(
        unit(facts={"congress.opened": "2020-06-12/2020-06-14", "congress.closed": "2020-06-20"}),
        unit("V", facts={"paper.issued": "2020-06-15/2020-06-16"}, closed={"day": "2020-06-28/2020-07-01"}),
    )

    worlds = some.worlds_of(units)

    assert len(worlds) == 3 * 2 * 4
    assert all(fact.day is not None and fact.day.exact for world in worlds for fact in world.by_id["V"].facts.values())
    assert facts({"congress.opened": "2020-06-13"})["congress.opened"] in [
        world.by_id["U"].facts["congress.opened"] for world in worlds
    ]


def test_the_task_forces_of_these_tests_exist():
    assert _built([]).task_forces == (TaskForce(id="TF-1", name="TF-1"), TaskForce(id="TF-2", name="TF-2"))
