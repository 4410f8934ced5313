"""Make docs/check.svg, the picture in the READMEs: the report of the invented city, in a window of ROWS lines.

Run it again after a change of the table or of the invented city: `python docs/picture.py`.
"""

import html
import re
from datetime import date
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from congress_cli.app.check import check
from congress_cli.formats import FORMATS, RenderOptions
from congress_cli.model.report import Selection
from congress_cli.reading.project import find_project

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "check.svg"
CITY = Path("examples", "thanh-pho-mau")
COMMAND = f"congress check --units {CITY.as_posix()}"
TITLE = "Thành phố Mẫu là địa phương hư cấu · an invented city"
COLUMNS = 104
ROWS = 56

THEME = TerminalTheme(
    background=(22, 27, 34),
    foreground=(214, 221, 230),
    normal=[
        (72, 79, 88),
        (255, 140, 132),
        (92, 200, 110),
        (224, 175, 85),
        (110, 170, 250),
        (200, 155, 245),
        (90, 200, 215),
        (214, 221, 230),
    ],
)
CHARACTER = 12
"""The width of a character in pixels."""

_TEXT = re.compile(
    r'<text class="(c-r\d+)" x="([\d.]+)" y="([\d.]+)" textLength="[\d.]+" clip-path="[^"]+">([^<]*)</text>'
)

TEMPLATE = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img">
<title>TITLE</title>
<style>
.{unique_id}-matrix {{
  font-size: {char_height}px;
  font-family: "Cascadia Mono", ui-monospace, "Noto Sans Mono", "Liberation Mono", Menlo, Consolas, monospace;
}}
.{unique_id}-title {{ font: bold 18px system-ui, "Segoe UI", "DejaVu Sans", Arial, sans-serif; }}
{styles}
</style>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})">
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def picture() -> str:
    """The picture as SVG. Nothing in it comes from outside: the reader's own fonts are used."""
    console = Console(
        file=StringIO(),
        record=True,
        width=COLUMNS,
        color_system="standard",
        force_terminal=True,
        no_color=False,
        legacy_windows=False,
    )
    console.print(Text(f"$ {COMMAND}", style="bold green"))
    for line in _report().splitlines():
        console.print(Text.from_ansi(line), soft_wrap=True)
    template = TEMPLATE.replace("TITLE", TITLE)
    drawn = console.export_svg(title=TITLE, theme=THEME, code_format=template, font_aspect_ratio=0.6, unique_id="c")
    drawn = _TEXT.sub(_each_word_in_its_column, drawn)
    return re.sub(r"(\.\d)\d{6,}", r"\1", re.sub(r" +$", "", drawn, flags=re.MULTILINE))


def _report() -> str:
    """The report of the invented city as a terminal shows it."""
    project = find_project(ROOT, str(ROOT / CITY), None, None)
    report = check(project, Selection(), None, today=lambda _: date.max).report
    return str(FORMATS["table"].render(report, RenderOptions("vi", width=COLUMNS, rows=ROWS, color=True)))


def _each_word_in_its_column(text: re.Match[str]) -> str:
    """A text without `textLength` and hard spaces, which not every viewer knows: each word says where it begins."""
    style, start, y, written = text.groups()
    line = html.unescape(written).replace("\xa0", " ")
    words = [
        f'<tspan x="{float(start) + CHARACTER * word.start():g}">{html.escape(word[0])}</tspan>'
        for word in re.finditer(r"\S+", line)
    ]
    return f'<text class="{style}" y="{y}">{"".join(words)}</text>\n' if words else ""


if __name__ == "__main__":
    PICTURE.write_text(picture(), "utf-8", newline="\n")
