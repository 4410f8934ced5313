"""The tree as it is drawn: every unit once, below its superior, and no finding lost or counted twice."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from congress_cli.app.check import report_on
from congress_cli.model.message import Diagnostics
from congress_cli.model.report import Input, Selection
from congress_cli.reading.load import Data
from congress_cli.screens.tree import Branch, branches
from tests.builders import registry, rule, rulebook, unit
from tests.patience import cases

DAY = date(2020, 7, 1)


def drawn(parents: list[int | None], root: str | None = None, depth: int | None = None) -> tuple[Branch, ...]:
    """The tree of units whose superiors are given by number, each judged by one rule."""
    done = {"paper.issued": "2020-06-20"}
    units = [
        unit(f"U{number}", parent=None if parent is None else f"U{parent}", facts=done if number % 2 else {})
        for number, parent in enumerate(parents)
    ]
    data = Data(registry(*units), rulebook(rule(by="2020-06-25")), (), Input("rules.yaml", ""), (), (), Diagnostics())
    return tuple(branches(report_on(data, Selection(), (DAY, "today"), ()), root, depth))


TREES = st.integers(1, 30).flatmap(
    lambda size: st.tuples(*(st.none() | st.integers(0, number - 1) if number else st.none() for number in range(size)))
)


@cases()
@given(TREES)
def test_every_unit_stands_once_and_below_its_superior(parents) -> None:
    found = drawn(list(parents))

    assert sorted(one.unit.id for one in found) == sorted(f"U{number}" for number in range(len(parents)))
    seen: dict[str, int] = {}
    for one in found:
        assert len(one.last) == (0 if one.unit.parent is None else seen[one.unit.parent] + 1)
        seen[one.unit.id] = len(one.last)


@cases()
@given(TREES)
def test_the_counts_of_the_tops_are_those_of_all_units(parents) -> None:
    found = drawn(list(parents))
    tops = [one for one in found if one.unit.parent is None]

    assert sum(sum(one.counts.values()) for one in tops) == len(parents)
    assert sum(one.below + 1 for one in tops) == len(parents)
    assert all(one.folded is False for one in found)


@cases()
@given(TREES, st.integers(0, 4))
def test_a_depth_draws_the_same_units_down_to_it_and_no_more(parents, depth) -> None:
    whole = drawn(list(parents))
    cut = drawn(list(parents), depth=depth)

    assert [one.unit.id for one in cut] == [one.unit.id for one in whole if len(one.last) <= depth]
    assert [one.counts for one in cut] == [one.counts for one in whole if len(one.last) <= depth]
    assert all(one.folded == (one.below > 0 and len(one.last) == depth) for one in cut)


def test_the_worst_of_a_branch_is_that_of_any_unit_in_it() -> None:
    (top, middle, low) = drawn([None, 0, 1])

    assert (top.worst, middle.worst, low.worst) == ("overdue", "overdue", "overdue")
    assert [one.worst for one in drawn([None, None])] == ["overdue", "met"]


def test_a_chain_of_three_hundred_is_drawn_without_stumbling() -> None:
    found = drawn([None, *range(300)])

    assert len(found) == 301
    assert found[0].below == 300


def test_a_root_in_the_middle_is_drawn_with_what_stands_below_it_alone() -> None:
    assert [one.unit.id for one in drawn([None, 0, 1, 0], root="U1")] == ["U1", "U2"]
