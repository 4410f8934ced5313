"""Every finding of the invented city and a sample of the shipped registry can be proved, in both languages, twice."""

from functools import cache

import pytest

from congress_cli.explain import prove
from congress_cli.explain.judged import Judged, judged
from congress_cli.language import LANGUAGES
from congress_cli.model.finding import Status
from congress_cli.reading.load import read_data
from congress_cli.reading.project import find_project
from congress_cli.rendering.options import RenderOptions
from congress_cli.rules.proof import Proof
from congress_cli.screens.explanation import render
from tests.builders import ROOT
from tests.explain.proofs import folded, page, texts_of, tree
from tests.patience import some

CITY = ROOT / "examples" / "thanh-pho-mau"
SMALL = ROOT / "tests" / "cases" / "small-city"
WIDE = 4000


@cache
def _run(units: str, rules: str | None = None) -> Judged:
    data = read_data(find_project(ROOT, units, rules, None))
    assert data.registry.as_of is not None
    return judged(data.registry, data.rulebook, data.waivers, data.registry.as_of, "registry")


def _proofs(run: Judged, every: int = 1) -> list[Proof]:
    found = [prove(run, one.unit, one.rule) for one in run.findings[::every]]
    return [one for one in found if one is not None]


def _check(proof: Proof, language: str, width: int = WIDE) -> None:
    printed, read = page(proof, language, width), tree(proof, language)
    flat = folded(printed)

    assert "{" not in printed
    assert "None" not in printed
    assert read["message"] in flat
    for section in read["sections"]:
        for text in texts_of(section):
            assert folded(text) in flat


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_pair_of_the_invented_city(language):
    proofs = _proofs(_run(str(CITY)))

    for proof in proofs[some(0, LANGUAGES.index(language)) :: some(1, len(LANGUAGES))]:
        _check(proof, language)
    assert {proof.finding.status for proof in proofs} >= set(Status) - {Status.ERROR}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_pair_of_the_small_city_which_has_all_ten_statuses(language):
    proofs = _proofs(_run(str(SMALL / "units.yaml"), str(SMALL / "rules.yaml")))

    for proof in proofs:
        _check(proof, language)
    assert {proof.finding.status for proof in proofs} == set(Status)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sample_of_the_shipped_registry(language):
    for proof in _proofs(_run(str(ROOT / "data" / "units.yaml")), 61):
        _check(proof, language)


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_keeps_to_its_width(language, width):
    for proof in _proofs(_run(str(CITY)), 40):
        printed = render(proof, RenderOptions(language, width))

        assert max(map(len, printed.splitlines())) <= width
        _check(proof, language, width)


def test_before_the_directive_was_issued_everything_is_proved_not_to_apply():
    run = _run(str(SMALL / "units.yaml"), str(SMALL / "rules.yaml"))
    before = run.rulebook.directive.issued.replace(day=1)
    early = judged(run.registry, run.rulebook, run.waivers, before, "option")

    for proof in _proofs(early):
        assert proof.finding.reason == "not-yet-issued"
        _check(proof, "vi")


def test_a_proof_is_the_same_every_time():
    run = _run(str(CITY))

    assert [page(one) for one in _proofs(run, 40)] == [page(one) for one in _proofs(run, 40)]


def test_there_is_no_proof_where_the_rule_does_not_concern_the_unit():
    assert prove(_run(str(CITY)), "MAU", "upper-congress-in-time") is None
