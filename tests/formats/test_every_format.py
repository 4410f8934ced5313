"""What holds for every format: the same bytes from a saved report, from two runs, and into a file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from congress_cli.formats import FORMATS, Form
from congress_cli.text import forbidden
from tests.cli.commands import in_own_process, in_this_process
from tests.formats.reports import SUBJECTS, json_text

LANGUAGE_OF = {"shipped": "vi", "city": "en", "small": "vi"}
ELSEWHERE: dict[str, Any] = {"TZ": "America/Lima", "PYTHONHASHSEED": "7", "LC_ALL": "C"}


@pytest.fixture(scope="module", params=SUBJECTS)
def subject(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def saved(subject: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("saved") / "report.json"
    path.write_bytes(json_text(subject).encode())
    return path


@pytest.fixture(scope="module")
def written(subject: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., dict[str, bytes]]:
    """What one run writes in each format."""

    def files_of(*words: str, elsewhere: bool = False) -> dict[str, bytes]:
        folder = tmp_path_factory.mktemp("written")
        formats = [word for name in FORMATS for word in ("--format", f"{name}={folder / name}")]
        command = (*words, *formats, "--lang", LANGUAGE_OF[subject], "--width", "100")
        ran = in_own_process(*command, **ELSEWHERE) if elsewhere else in_this_process(*command)
        assert ran.returncode in (0, 1), ran.stderr.decode()
        assert ran.stdout == b""
        return {name: (folder / name).read_bytes() for name in FORMATS}

    return files_of


@pytest.fixture(scope="module")
def direct(subject: str, written: Callable[..., dict[str, bytes]]) -> dict[str, bytes]:
    return written("check", *SUBJECTS[subject])


@pytest.fixture(scope="module")
def later(saved: Path, written: Callable[..., dict[str, bytes]]) -> dict[str, bytes]:
    return written("render", str(saved), elsewhere=True)


@pytest.mark.parametrize("name", FORMATS)
def test_a_saved_report_is_rendered_to_the_bytes_of_the_direct_output(
    direct: dict[str, bytes], later: dict[str, bytes], name: str
) -> None:
    assert direct[name]
    assert direct[name] == later[name]


@pytest.mark.parametrize("name", [name for name, fmt in FORMATS.items() if fmt.form is not Form.BINARY])
def test_no_text_holds_a_control_character_or_a_bidi_mark(later: dict[str, bytes], name: str) -> None:
    text = later[name].decode("utf-8-sig")

    assert forbidden(text.replace("\r\n", "\n")) is None
