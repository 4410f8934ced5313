"""What stands below: what a share adds up, what a count counts, whose event is waited for."""

from typing import Any

from congress_cli.explain import prove
from congress_cli.explain.judged import judged
from congress_cli.rules.proof import Proof
from tests.builders import day, findings_of, parameter, registry, rule, rulebook, unit, waiver
from tests.explain.proofs import codes_of, lines, proof_of, steps_of

PAPER = rule(id="paper", applies_to={"level": "grassroots"}, by="2020-06-20")
DONE = {"paper.issued": "2020-06-20"}


def _children(count: int, facts: dict[str, str] | None = None, prefix: str = "C"):
    return [unit(f"{prefix}{number:02}", "grassroots", facts=facts or {}) for number in range(count)]


def test_a_share_tells_how_many_have_each_status_and_which_made_it_so():
    proof = proof_of(rule("share"), others=[PAPER], children=[*_children(2, DONE), *_children(1, prefix="D")])

    assert lines(proof, "below", "en") == [
        "findings by status: met 2 · overdue 1",
        "the directive names no percentage, so the worst status counts",
        "Unit D00 (D00) · paper: overdue",
    ]


def test_the_counts_of_a_share_are_those_of_the_findings_below():
    children = [*_children(3, DONE), *_children(2, prefix="D")]
    proof = proof_of(rule("share"), others=[PAPER], children=children)

    units = registry(*(child.model_copy(update={"parent": "U"}) for child in children), unit())
    found = findings_of(units, rulebook(PAPER), "2020-07-01")
    statuses = [one.status for (name, _), one in found.items() if name == "paper"]

    assert dict(steps_of(proof, "below"))["counts"]["counts"] == {one: statuses.count(one) for one in set(statuses)}


def test_a_long_list_is_cut_and_says_how_many_are_left():
    proof = proof_of(rule("share"), others=[PAPER], children=_children(15))

    assert codes_of(proof, "below").count("one-below") == 12
    assert steps_of(proof, "below")[-1] == ("more-below", {"count": 3})


def test_a_percentage_is_told_with_its_denominator():
    children = [*_children(3, DONE), *_children(1, prefix="D")]

    proof = proof_of(rule("share", at_least="75"), others=[PAPER], children=children)

    assert proof.finding.status == "met"
    assert lines(proof, "below", "en")[1:] == [
        "needed: 75% of the findings that apply; done: 3 of 4",
        "Unit D00 (D00) · paper: overdue",
    ]


def test_a_share_with_nothing_below_says_nothing_of_it():
    assert codes_of(proof_of(rule("share"), others=[PAPER]), "below") == []


def test_a_share_over_all_below_reaches_every_depth():
    grandchild = unit("G", "grassroots", parent="C00")
    units = registry(unit(), *(one.model_copy(update={"parent": "U"}) for one in _children(1, DONE)), grandchild)
    run = judged(units, rulebook(rule("share", rule="all", over="below"), PAPER), (), day("2020-07-01"))

    proof = prove(run, "U", "judged")

    assert proof is not None
    assert steps_of(proof, "below")[-1][1]["unit"] == "G"


def _of_task_force(waivers=()) -> Proof:
    units = registry(
        unit("A", task_force="TF"),
        unit("B", "grassroots", parent="A", facts=DONE),
        unit("C", "grassroots", parent="A"),
        unit("X"),
        unit("Y", "grassroots", parent="X"),
        task_forces=["TF"],
    )
    run = judged(units, rulebook(rule("share", over="task_force"), PAPER), tuple(waivers), day("2020-07-01"))
    proof = prove(run, "TF", "judged")
    assert proof is not None
    return proof


def test_a_task_force_is_proved_by_the_units_it_covers_and_those_below_them():
    proof = _of_task_force()

    assert [args["unit"] for code, args in steps_of(proof, "below") if code == "one-below"] == ["C"]
    assert codes_of(proof, "facts") == []


def test_what_is_waived_below_is_counted_as_waived():
    proof = _of_task_force([waiver(rule="paper", units=["C"])])

    assert dict(steps_of(proof, "below"))["counts"]["counts"] == {"met": 1, "waived": 1}


CENSUS: dict[str, Any] = {
    "select": {"level": "grassroots", "without": "congress.closed", "day": "2020-06-11"},
    "expect": "2",
}


def test_a_count_tells_which_units_count_which_may_and_which_do_not():
    children = [
        unit("A", "grassroots", facts={"congress.closed": "2020-06-10"}),
        unit("B", "grassroots", facts={"congress.closed": "2020-06-12"}),
        unit("C", "grassroots", facts={"congress.closed": "2020-06-10/2020-06-12"}),
    ]

    proof = proof_of(rule("census", **CENSUS), children=children)

    assert lines(proof, "below", "en") == [
        "the directive counts: 2",
        "counted only without: congress.closed, by the end of 11/06/2020",
        "counted (1): B",
        "perhaps counted (1): C",
        "not counted (1): A",
    ]


def test_a_count_in_partial_records_says_that_too_few_decide_nothing():
    proof = proof_of(rule("census", **CENSUS), records="partial")

    assert codes_of(proof, "below")[-2:] == ["census-sure", "census-partial"]


def test_a_long_count_names_a_dozen_and_the_rest_in_number():
    proof = proof_of(rule("census", select={"level": "grassroots"}, expect="15"), children=_children(15))

    assert lines(proof, "below", "en")[1].endswith("C10, C11 and 3 more")
    assert proof.finding.status == "met"


def test_the_number_of_a_count_may_be_a_parameter_with_its_paper():
    parameters = {"number": parameter(("2020-06-11", "1"), ("2020-06-20", "2"))}

    proof = proof_of(rule("census", expect={"param": "number"}), parameters=parameters)

    assert lines(proof, "below", "en")[:2] == [
        "before that: number = 1, from 11/06/2020 by 01-TB/MN",
        "number = 2, in force from 20/06/2020 by 01-TB/MN",
    ]


WAITS: dict[str, Any] = {"after": {"event": "congress.closed", "of": "children"}}


def test_a_start_by_the_children_names_those_that_are_waited_for():
    children = [
        unit("A", "grassroots", facts={"congress.closed": "2020-06-30"}),
        unit("B", "grassroots", facts={"congress.closed": "2020-06-30/2020-07-02"}),
        unit("C", "grassroots"),
        unit("D", "grassroots", closed={"day": "2020-06-20"}),
    ]

    proof = proof_of(rule(**WAITS), children=children)

    assert [(code, args["unit"]) for code, args in steps_of(proof, "below")] == [
        ("child-waited-for", "B"),
        ("child-without", "C"),
    ]
