"""docs/rules.md is made from the rulebook; a rule says the same to people as it says to the engine."""

from typing import Any

import pytest
import yaml

from congress_cli.language import LANGUAGES
from congress_cli.rulebook.examples import read_example
from congress_cli.rules import Rulebook, RulePage, document, flow, listed_rules, shown_rule
from tests.builders import ROOT, parameter, read_case, rule, rulebook, unless

SHIPPED = read_case(ROOT / "data")[1]
PAGE = ROOT / "docs" / "rules.md"


def test_the_page_of_the_rulebook_is_up_to_date():
    assert PAGE.read_text("utf-8") == document(SHIPPED), "make it again: congress rules docs -o docs/rules.md"


def test_the_page_goes_stale_when_a_rule_changes():
    first, *rest = SHIPPED.rules
    changed = SHIPPED.with_changes(rules=(first.model_copy(update={"warn_days": 3}), *rest))

    assert document(changed) != document(SHIPPED)


def test_every_rule_has_its_section_in_both_languages_and_all_its_examples():
    text = document(SHIPPED)

    assert text.count("\n## `") == len(SHIPPED.rules)
    for one in SHIPPED.rules:
        section = text.partition(f"## `{one.id}`")[2].partition("\n## `")[0]
        assert f"**{one.title.vi}**" in section
        assert f"**{one.title.en}**" in section
        assert section.count("\n  - {as_of: ") == len(one.examples)


def test_no_page_tells_of_insides():
    text = document(SHIPPED)

    assert "Decimal" not in text
    assert "datetime" not in text


@pytest.mark.parametrize("one", [one for one in SHIPPED.rules if one.examples], ids=lambda one: one.id)
def test_an_example_as_printed_can_be_put_back_into_the_file(one):
    for raw in one.examples:
        printed = yaml.load(flow(raw), Loader=yaml.BaseLoader)

        assert read_example(printed, SHIPPED) == read_example(raw, SHIPPED)


def _lines(judged: dict[str, Any], language: str = "en", **more: Any) -> dict[str, str]:
    book = rulebook(judged, **more)
    return dict(RulePage(book.by_id["judged"], book, language).lines())


@pytest.mark.parametrize(
    ("judged", "asked"),
    [
        (rule(document="required"), "a document number is required"),
        (rule(document="expected"), "a document number is expected; its absence is only mentioned"),
        (rule("sequence"), "in this order: step.first → step.middle → step.last (the same day will do)"),
        (rule("sequence", strict="true"), "in this order, on different days: step.first → step.middle → step.last"),
        (rule("checklist"), "all of these: one, two, three"),
        (rule("checklist", items=["two"]), "all of these: two"),
        (rule("measures", against={"fact": "results"}), "against results (results)"),
        (
            rule("share", rule="all"),
            "every rule on a single unit · of the units directly below · the worst status counts",
        ),
        (
            rule("share", rule="all", over="task_force", at_least="60"),
            "every rule on a single unit · of the units a task force covers and all below them · "
            "at least 60% must be done",
        ),
        (
            rule("census", select={"level": "upper", "without": "congress.closed", "day": "2020-06-11"}, expect="47"),
            "upper · without: congress.closed · by the end of 11/06/2020: 47",
        ),
    ],
)
def test_each_kind_says_what_it_asks_for(judged, asked):
    assert _lines(judged)["Asked"] == asked


def test_the_values_of_a_parameter_are_told_by_name_day_and_paper():
    values = parameter(("2020-06-11", {"growth": "7.50", "members": "3"}))
    number = parameter(("2020-06-11", "9"))

    assert _lines(rule("measures"), "vi", parameters={"reference": values})["Yêu cầu"] == (
        "so với reference = tăng trưởng 7.50, đảng viên mới 3 từ 11/06/2020 theo 01-TB/MN"
    )
    assert _lines(rule("measures"), parameters={"reference": {}})["Asked"] == "against reference (no value entered yet)"
    assert _lines(rule("census", expect={"param": "number"}), parameters={"number": number})["Asked"] == (
        "upper: number = 9 from 11/06/2020 by 01-TB/MN"
    )


@pytest.mark.parametrize(
    ("limit", "told"),
    [
        ({}, "the directive sets none"),
        ({"by": "2020-07-01"}, "by 01/07/2020 (stated by the directive; warned about 14 days ahead)"),
        ({"before": "2020-07-01"}, "before 01/07/2020 (stated by the directive; warned about 14 days ahead)"),
        (
            {"before": "congress.opened", "limit_basis": "inferred", "warn_days": "1"},
            "before: congress.opened (inferred from the sense of the matter; warned about 1 day ahead)",
        ),
        (
            {"within": {"days": "10", "after": "congress.opened"}},
            "within 10 days of congress.opened (stated by the directive; warned about 14 days ahead)",
        ),
        (
            {"within": {"months": "2", "after": "2020-07-01"}},
            "within 2 months of 01/07/2020 (stated by the directive; warned about 14 days ahead)",
        ),
    ],
)
def test_each_form_of_a_limit_is_told(limit, told):
    assert _lines(rule(**limit))["Limit"] == told


def test_an_amended_limit_names_every_value():
    parameters = {"limit": parameter(("2020-06-11", "2020-07-01"), ("2020-06-20", "2020-07-10"))}

    told = _lines(rule(by={"param": "limit"}), parameters=parameters)["Limit"]

    assert told.startswith("by limit = 01/07/2020 from 11/06/2020 by 01-TB/MN; 10/07/2020 from 20/06/2020 by 01-TB/MN")


def test_start_exception_and_remedy_are_told():
    told = _lines(
        rule(after="congress.closed", unless=unless(tag="pilot"), remedy={"vi": "Làm.", "en": "Do it."}),
    )

    assert told["Begins"] == "after: congress.closed"
    assert told["Unless"] == "pilot (already done)"
    assert told["Remedy"] == "Do it."


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_shipped_rule_can_be_shown(language):
    for one in SHIPPED.rules:
        shown = shown_rule(one, SHIPPED, language)

        assert one.id in shown
        assert "Decimal" not in shown


def test_the_list_has_one_line_a_rule():
    assert [line.split()[1] for line in listed_rules(SHIPPED, "vi").splitlines()] == [one.id for one in SHIPPED.rules]


def test_what_markdown_could_obey_is_written_literally():
    book: Rulebook = rulebook(rule(title={"vi": "*a* [b](c) <d>", "en": "`e` | f"}))

    assert r"**\*a\* \[b\](c) \<d\>**" in document(book)
    assert r"**\`e\` \| f**" in document(book)
