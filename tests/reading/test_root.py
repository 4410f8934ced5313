"""The root of a file: which of our formats it is, and which one is wanted."""

from itertools import permutations

import pytest

from congress_cli.model.message import Diagnostics
from congress_cli.reading import load, rulebook
from congress_cli.reading import registry as units
from congress_cli.reading.files import RULES_FORMAT, UNITS_FORMAT
from congress_cli.reading.validation import KINDS, root_mapping
from tests.builders import ROOT
from tests.cli.commands import RULES, WAIVERS, units_text
from tests.reading.places import source

FILES = {
    UNITS_FORMAT: units_text(),
    RULES_FORMAT: RULES,
    load.WAIVERS_FORMAT: WAIVERS,
    "congress-report/1": '{"tool": {"name": "congress"},\n "schema": "congress-report/1", "findings": []}\n',
}
READERS = {
    UNITS_FORMAT: lambda given, diagnostics: units.read_registry([given], None, diagnostics),
    RULES_FORMAT: rulebook.read_rulebook,
    load.WAIVERS_FORMAT: load.read_waivers,
}


@pytest.mark.parametrize(("said", "wanted"), [pair for pair in permutations(FILES, 2) if pair[1] in READERS])
def test_a_file_of_another_kind_is_one_mistake_that_says_what_it_is(said, wanted):
    diagnostics = Diagnostics()

    assert READERS[wanted](source(FILES[said], "a.yaml"), diagnostics) is None

    (mistake,) = diagnostics.found
    assert (mistake.key, mistake.args["kind"], mistake.args["wanted"]) == (
        "file-of-other-kind",
        KINDS[said],
        KINDS[wanted],
    )
    assert str(mistake.line_text)[mistake.place.column - 1 :].strip('"').startswith(said)


@pytest.mark.parametrize("format_", READERS)
def test_a_file_of_the_wanted_kind_is_read(format_):
    diagnostics = Diagnostics()

    assert root_mapping(source(FILES[format_], "a.yaml"), format_, diagnostics) is not None
    assert not diagnostics.found


@pytest.mark.parametrize("said", ["congress-units/2", "congress", "[congress-units/1]", ""])
def test_a_format_that_is_none_of_ours_is_left_to_the_reader_of_the_wanted_one(said):
    diagnostics = Diagnostics()

    assert root_mapping(source(f"format: {said}\n", "a.yaml"), RULES_FORMAT, diagnostics) is not None
    assert not diagnostics.found


def test_every_format_that_has_a_schema_is_known():
    found = {
        line for path in (ROOT / "schemas").glob("*.json") for line in KINDS if f'"{line}"' in path.read_text("utf-8")
    }

    assert found == set(KINDS)
