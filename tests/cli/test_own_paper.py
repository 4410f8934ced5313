"""A paper of its own: other languages, owners, clause ids and zones than those of the shipped one, and no term."""

import ast
import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from congress_cli.cli import session
from congress_cli.engine.judging import Scope
from congress_cli.formats import FORMATS, Form
from congress_cli.language import LANGUAGES
from congress_cli.model.message import Diagnostics
from congress_cli.model.report import Selection
from congress_cli.reading.files import SourceFile, read_source
from congress_cli.reading.rulebook import read_rulebook
from congress_cli.rules import Rulebook
from tests import builders
from tests.builders import ROOT, rule, rules_file
from tests.cli.commands import RULES, write_project

AGENCY = ROOT / "tests" / "cases" / "papers" / "agency"
FILES = ("--units", AGENCY / "units.yaml", "--rules", AGENCY / "rules.yaml")
OF_RULES = ("--rules", AGENCY / "rules.yaml")
COMMANDS = (
    *(("check", "--format", name, *FILES) for name in FORMATS if FORMATS[name].form is not Form.BINARY),
    ("check", "--all", "--group-by", "owner", *FILES),
    ("explain", "AG-2", "plan-sent", *FILES),
    ("explain", "AG-3", "plan-sent", "--format", "json", *FILES),
    ("show", "AG-1", *FILES),
    ("tree", *FILES),
    ("find", "Bureau", *FILES),
    ("facts", *OF_RULES),
    ("facts", "plan.sent", "--format", "json", *OF_RULES),
    ("validate", *FILES),
    ("clauses", *OF_RULES),
    ("clauses", "--stats", *OF_RULES),
    ("clauses", "--format", "json", *OF_RULES),
    ("rules", "list", *OF_RULES),
    ("rules", "show", "plan-sent", *OF_RULES),
    ("rules", "docs", *OF_RULES),
    ("rules", "test", *OF_RULES),
    ("rules", "lint", *OF_RULES),
    ("record", "AG-3", "plan.sent", "2/7/2021", "--dry-run", *FILES),
)


def _mistakes(**changes: Any) -> list[str]:
    """The codes of the mistakes of a rules file in English alone."""
    raw = {**_english(rules_file(rule())), "languages": ["en"], **changes}
    path = ROOT / "rules.yaml"
    diagnostics = Diagnostics()
    read_rulebook(_source(json.dumps(raw), path.name), diagnostics)
    return [one.key for one in diagnostics.errors]


def _source(text: str, name: str) -> SourceFile:
    return SourceFile(name, text, "")


def _english(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _english(inner) for key, inner in value.items() if key != "vi"}
    return [_english(inner) for inner in value] if isinstance(value, list) else value


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: "-".join(map(str, words[:2])))
def test_a_rulebook_in_english_alone_works_in_every_command_and_format(congress, words, language):
    ran = congress(*words, "--lang", language)

    assert ran.code in (0, 1), ran.err
    assert "None" not in ran.out


@pytest.mark.parametrize("name", [name for name in FORMATS if FORMATS[name].form is Form.BINARY])
def test_a_rulebook_in_english_alone_makes_every_office_document(congress, tmp_path, name):
    assert congress("check", *FILES, "-o", tmp_path / f"report.{name}").code in (0, 1)


def test_the_json_has_names_in_the_languages_of_the_paper_alone_and_renders_in_both(congress, tmp_path):
    told = congress("check", *FILES, "--format", "json")
    saved = tmp_path / "report.json"
    saved.write_text(told.out, "utf-8")

    assert '"vi"' not in told.out
    assert json.loads(told.out)["language"] == "en"
    assert [one["id"] for one in json.loads(told.out)["owners"]] == ["agency", "cio"]
    for language in ("vi", "en"):
        direct = congress("check", *FILES, "--format", "csv", "--lang", language)
        assert congress("render", saved, "--format", "csv", "--lang", language).out == direct.out
        assert "Plan sent" in direct.out


def test_a_name_is_needed_in_the_languages_of_the_paper_and_in_no_others():
    assert _mistakes() == []
    assert _mistakes(languages=["vi", "en"])[0] == "key-missing"
    assert "language-not-of-paper" in _mistakes(tags={"pilot": {"vi": "thí điểm", "en": "pilot"}})
    assert _mistakes(language="vi") == ["language-not-of-paper"]


def test_the_language_may_be_left_out_where_one_stands():
    raw = {key: value for key, value in _english(rules_file(rule())).items() if key != "language"}

    assert Rulebook.model_validate({**raw, "languages": "en"}).language == "en"
    assert _mistakes(language=None) != []


def test_owners_of_rules_and_clauses_are_those_of_the_rulebook():
    owners = {"agency": {"en": "agency"}}
    clause = {"id": "1.1", "who": "upper", "check": "informational", "en": "a duty"}

    assert _mistakes(owners=owners) == ["owner-unknown"]
    assert _mistakes(owners=owners, rules=[_english(rule(owner="agency"))]) == []
    assert _mistakes(owners=owners, rules=[_english(rule(owner="agency"))], clauses=[clause]) == ["owner-unknown"]


@pytest.mark.parametrize("clause", ["3(d)(i)", "II.1.a", "Đ13.1", "Điều-4", "H", "5.1b", "x" * 30])
def test_a_clause_id_is_any_visible_text_without_blanks_commas_and_quotes(clause):
    assert _mistakes(clauses=[{"id": clause, "check": "informational", "en": "a duty"}], rules=[_of(clause)]) == []


@pytest.mark.parametrize("clause", ["", "Điều 4", "a,b", "a'b", 'a"b', "x" * 31])
def test_another_clause_id_is_a_mistake(clause):
    assert "text-pattern" in _mistakes(clauses=[{"id": clause, "check": "informational", "en": "a duty"}])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_clause_id_with_blanks_is_refused_with_one_that_is_taken(congress, tmp_path, language):
    write_project(tmp_path, rules=RULES.replace('"1.1"', '"Điều 4"'))

    ran = congress("validate", "--lang", language)

    assert ran.code == 3
    assert {"vi": "Có phải là Điều-4 không?", "en": "Did you mean Điều-4?"}[language] in ran.err


def _of(clause: str) -> dict[str, Any]:
    raw: dict[str, Any] = _english(rule(clause=clause))
    return raw


@pytest.mark.parametrize("name", ["no", "On", "y"])
def test_nothing_is_called_by_a_word_that_other_tools_read_as_a_truth_value(name):
    assert "boolean-name" in _mistakes(tags={name: {"en": "a tag"}})


def test_an_unquoted_clause_id_that_others_read_as_a_number_is_a_warning(tmp_path):
    path = tmp_path / "rules.yaml"
    text = (AGENCY / "rules.yaml").read_text("utf-8")
    for quoted, warnings in (('"51"', []), ("51", ["clause-id-unquoted"])):
        path.write_text(text.replace('id: "51"', f"id: {quoted}"), "utf-8")
        diagnostics = Diagnostics()
        source = read_source(path, "rules.yaml", diagnostics)
        assert source is not None
        assert read_rulebook(source, diagnostics) is not None
        assert [one.key for one in diagnostics.warnings] == warnings


@pytest.mark.parametrize(
    ("asked", "taken"),
    [
        ("5", ["5.1b", "5"]),
        ("51", ["51"]),
        ("3(d)", ["3(d)", "3(d)(i)"]),
        ("II", ["II.1.a"]),
        ("I", ["I"]),
        ("5.1", ["5.1b"]),
    ],
)
def test_a_clause_takes_those_that_begin_with_it_at_a_seam(asked, taken):
    ids = ["5.1b", "5", "51", "3(d)", "3(d)(i)", "II.1.a", "I"]
    clauses = [{"id": one, "check": "informational", "vi": "việc", "en": "duty"} for one in ids]
    rules = [rule(id=f"r{place}", clause=one) for place, one in enumerate(ids)]
    book = Rulebook.model_validate({**rules_file(*rules), "clauses": clauses})

    scope = Scope(Selection(clauses=(asked,)), builders.registry(builders.unit()), book)

    assert [one.clause[0] for one in scope.rules] == taken


def test_a_registry_without_a_term_goes_with_any_rulebook(congress, tmp_path):
    assert "nhiệm kỳ" not in congress("check", *FILES, "--lang", "vi").err

    two = tmp_path / "units.yaml"
    two.write_text((AGENCY / "units.yaml").read_text("utf-8").replace("records:", "term: 2020-2025\nrecords:"), "utf-8")
    assert congress("check", "--units", two, *OF_RULES).code == 1


def test_the_judged_day_is_that_of_the_zone_of_the_rulebook(congress, monkeypatch, tmp_path):
    units = tmp_path / "units.yaml"
    units.write_text((AGENCY / "units.yaml").read_text("utf-8").replace("as_of: 2021-08-01\n", ""), "utf-8")

    class Noon(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return datetime(2021, 8, 1, 20, tzinfo=UTC).astimezone(tz)

    monkeypatch.setattr(session, "datetime", Noon)
    assert session.today() == date(2021, 8, 2)
    told = json.loads(congress("check", "--units", units, *OF_RULES, "--format", "json").out)
    assert (told["as_of"], told["as_of_from"]) == ("2021-08-01", "today")


def test_an_unknown_zone_is_a_mistake():
    assert _mistakes(timezone="Hanoi/Somewhere") == ["timezone-unknown"]


# ---- nothing of Hanoi in the code

SHIPPED = builders.read_case(ROOT / "data")[1]


def test_the_code_knows_no_level_type_tag_or_owner_of_the_shipped_rulebook():
    known = {*SHIPPED.levels, *SHIPPED.types, *SHIPPED.tags} - {"upper", "city", "grassroots", "watch"}
    owners = {*SHIPPED.levels, *SHIPPED.owners} - {"task-force"}
    found = []
    for path in (ROOT / "src" / "congress_cli").rglob("*.py"):
        texts = {one.value for one in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(one, ast.Constant)}
        words = owners if path.name != "directive.py" else set()
        found += [(path.name, one) for one in sorted({str(text) for text in texts} & (known | words))]

    assert [one for one in found if one[0] != "search.py"] == []
