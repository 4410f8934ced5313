"""Every text of a page stands out from its ground, in the light and in the dark: 4.5 to 1 at least."""

import re
from importlib.resources import files

import pytest

CSS = (files("congress_cli.formats.html") / "page.css").read_text("utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6}|transparent)", block))
    for block in re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)[:2]
)
ON_GROUND = ("text", "faint", "link", "accent", *sorted(name for name in LIGHT if name.endswith("-text")))
IN_CELL = re.findall(r"\.s(\d) \{ background: var\(--([a-z-]+)\); color: var\(--([a-z-]+)\); \}", CSS)


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_measure_is_that_of_the_guidelines() -> None:
    assert contrast("#fff", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_letters_stand_out_from_the_ground_of_the_page_and_of_what_is_raised(colours: dict[str, str]) -> None:
    faint = {
        (name, ground): round(contrast(colours[name], colours[ground]), 2)
        for name in ON_GROUND
        for ground in ("ground", "raised")
    }

    assert {pair: ratio for pair, ratio in faint.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_the_sign_of_each_status_stands_out_from_its_cell(colours: dict[str, str]) -> None:
    pairs = {
        place: (colours[ground].replace("transparent", colours["ground"]), colours[text])
        for place, ground, text in IN_CELL
    }

    assert sorted(pairs) == [str(place) for place in range(10)]
    assert {place: pair for place, pair in pairs.items() if contrast(*pair) < 4.5} == {}
