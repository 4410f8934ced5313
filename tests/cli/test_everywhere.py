"""Every command that reads prints the same bytes whatever the hash seed, the locale, the time zone and the folder."""

import pytest

from tests.cli.commands import CITY, ROOT, Ran, all_in_one_process
from tests.patience import some

FILES = f"--units {CITY} --rules {ROOT / 'data' / 'rules.yaml'}"
RULES = f"--rules {ROOT / 'data' / 'rules.yaml'}"
FORMATS = some(("table", "plain", "json", "csv", "markdown", "html", "sarif"), ("table", "json"))
COMMANDS = (
    *(f"check {FILES} --format {name}" for name in FORMATS),
    f"explain MAU-01 upper-congress-in-time {FILES}",
    f"explain MAU-01 {FILES} --format json",
    f"show MAU-01 {FILES} --format json",
    f"find mau {FILES}",
    f"tree {FILES}",
    f"facts {RULES} --format json",
    f"validate {FILES}",
    f"diff 10/6/2020 17/6/2020 {FILES} --known-at 15/6/2020",
    *(f"next {FILES} --format {name}" for name in ("text", "json", "csv", "markdown", "ics")),
    *(f"plan MAU-02 {FILES} --format {name}" for name in ("text", "json", "ics")),
    *(f"pace {FILES} --format {name}" for name in ("text", "json", "svg")),
    f"simulate --set upper-limit=2020-06-14 --units {CITY} --format json",
    f"clauses {RULES}",
    f"rules list {RULES}",
    f"rules show task-force-answerable {RULES}",
    f"rules docs {RULES}",
    f"rules lint {RULES}",
    "schema report",
    "check --help",
)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> list[Ran]:
    folder = tmp_path_factory.mktemp("here")
    return all_in_one_process(*COMMANDS, folder=folder, PYTHONHASHSEED="1", TZ="Asia/Ho_Chi_Minh", LC_ALL="C.UTF-8")


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> list[Ran]:
    folder = tmp_path_factory.mktemp("ở nơi khác")
    return all_in_one_process(*COMMANDS, folder=folder, PYTHONHASHSEED="2", TZ="America/Lima", LC_ALL="C")


@pytest.mark.parametrize("number", range(len(COMMANDS)), ids=lambda number: COMMANDS[number].partition(" --")[0])
def test_a_command_prints_the_same_everywhere(here: list[Ran], elsewhere: list[Ran], number: int) -> None:
    assert here[number].code in (0, 1), here[number].err
    assert here[number].out
    assert here[number] == elsewhere[number]
