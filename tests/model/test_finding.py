"""Findings that are made when somebody asks for them: as many, the same and in the same order as if each were kept."""

import pytest

from congress_cli.engine import judge
from congress_cli.model.finding import Findings, Status
from congress_cli.model.report import counted
from tests.engine.cities import city
from tests.patience import some


@pytest.mark.parametrize("seed", range(some(60, 6)))
def test_what_is_said_once_of_many_units_is_as_if_each_finding_were_kept(seed: int) -> None:
    shared = judge(*city(seed))
    kept = tuple(shared)
    alone = Findings.of(kept)
    units = {one.unit for one in kept[::7]}

    assert len(shared) == len(kept)
    assert shared == alone == kept
    assert shared.at_units(units.__contains__) == tuple(one for one in kept if one.unit in units)
    assert (
        counted(shared) == counted(alone) == {status: [one.status for one in kept].count(status) for status in Status}
    )
    for status in Status:
        assert shared.saying(lambda one: one.status is status) == tuple(one for one in kept if one.status is status)  # noqa: B023


def test_findings_of_one_rule_that_stand_in_several_places_keep_their_order() -> None:
    kept = sorted(judge(*city(1)), key=lambda one: one.unit)

    assert list(Findings.of(kept)) == kept
    assert sum(number for _, number in Findings.of(kept).counts) == len(kept)
