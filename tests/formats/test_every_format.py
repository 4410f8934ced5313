"""What holds for every format: the same bytes from a saved report, from two runs, and into a file."""

from pathlib import Path

import pytest

from congress_cli.formats import FORMATS, Form
from congress_cli.language import LANGUAGES
from congress_cli.text import forbidden
from tests.cli.commands import in_own_process
from tests.formats.reports import SUBJECTS, json_text


def rendered(folder: Path, name: str, *words: str, elsewhere: bool = False) -> bytes:
    """What a run writes into a file in one format."""
    target = folder / f"out-{name}"
    command = (*words, "--format", f"{name}={target}", "--width", "100")
    if elsewhere:
        ran = in_own_process(*command, TZ="America/Lima", PYTHONHASHSEED="7", LC_ALL="C")
    else:
        ran = in_own_process(*command)
    assert ran.returncode in (0, 1), ran.stderr.decode()
    assert ran.stdout == b""
    return target.read_bytes()


@pytest.fixture(scope="module", params=SUBJECTS)
def subject(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def saved(subject: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("saved") / "report.json"
    path.write_bytes(json_text(subject).encode())
    return path


@pytest.mark.parametrize("name", FORMATS)
def test_a_saved_report_is_rendered_to_the_bytes_of_the_direct_output(
    subject: str, saved: Path, tmp_path: Path, name: str
) -> None:
    language = LANGUAGES[len(name) % 2]

    direct = rendered(tmp_path, name, "check", *SUBJECTS[subject], "--lang", language)
    later = rendered(tmp_path, name, "render", str(saved), "--lang", language, elsewhere=True)

    assert direct
    assert direct == later


@pytest.mark.parametrize("name", [name for name, fmt in FORMATS.items() if fmt.form is not Form.BINARY])
def test_no_text_holds_a_control_character_or_a_bidi_mark(saved: Path, tmp_path: Path, name: str) -> None:
    text = rendered(tmp_path, name, "render", str(saved)).decode("utf-8-sig")

    assert forbidden(text.replace("\r\n", "\n")) is None
