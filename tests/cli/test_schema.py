"""congress schema: the JSON Schemas of the files and of the report."""

import json
from pathlib import Path

import pytest

from congress_cli.app.schemas import SCHEMAS
from congress_cli.cli import rules
from tests.cli.commands import ROOT, in_own_process


@pytest.mark.parametrize("name", SCHEMAS)
def test_what_is_printed_is_what_is_committed(congress, name):
    ran = congress("schema", name)

    assert ran.code == 0
    assert ran.err == ""
    assert ran.out == (ROOT / "schemas" / f"{name}.schema.json").read_text("utf-8")


def test_the_command_knows_every_schema():
    assert set(rules.SCHEMAS) == set(SCHEMAS)


def test_a_schema_is_written_to_a_file(congress):
    assert congress("schema", "units", "-o", "units.json").code == 0
    assert json.loads(Path("units.json").read_text("utf-8"))["title"] == "RegistryFile"


def test_a_schema_that_cannot_be_written_ends_in_3(congress, tmp_path):
    assert congress("schema", "units", "-o", tmp_path).code == 3


@pytest.mark.parametrize("words", [("nothing",), (), ("units", "rules"), ("units", "--what")])
def test_bad_words_are_a_mistake_of_usage(congress, words):
    ran = congress("schema", *words)

    assert (ran.code, ran.out) == (2, "")


def test_an_unknown_name_is_answered_with_the_known_ones(congress):
    assert "units, rules, waivers, report" in congress("schema", "unit", "--lang", "en").err


def test_a_schema_does_not_depend_on_language_or_encoding(congress):
    plain = congress("schema", "rules").out

    assert congress("schema", "rules", "--lang", "en").out == plain
    ran = in_own_process("schema", "rules", PYTHONIOENCODING="ascii", PYTHONHASHSEED="7")
    assert ran.stdout.decode("utf-8") == plain
