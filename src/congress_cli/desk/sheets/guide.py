"""The page of a workbook that says how it is filled in, and what each column is for."""

from __future__ import annotations

from math import ceil

from openpyxl.worksheet.worksheet import Worksheet

from congress_cli.desk.sheets.cells import put
from congress_cli.desk.sheets.form import Form
from congress_cli.desk.sheets.paint import PAPER_A4, lay_out
from congress_cli.language import say
from congress_cli.rules import TimedRule
from congress_cli.rules.rulebook import Rulebook

ADVICE = ("colours", "day", "uncertain", "tally", "tick", "number", "clear", "unit", "import")
WIDTHS = (56, 32, 28, 78)
ACROSS, LINE = 170, 15


def write_guide(page: Worksheet, form: Form, rulebook: Rulebook, language: str) -> None:
    """Advice first, then one line a fact: its name, its id, how it is filled in, which criteria ask for it."""
    put(page, 1, 1, say(language, "sheets.guide"), "title")
    for number, code in enumerate(ADVICE, 2):
        put(page, number, 1, say(language, f"sheets.advice-{code}"), "guide")
        page.merge_cells(start_row=number, end_row=number, start_column=1, end_column=4)
        page.row_dimensions[number].height = LINE * (2 if len(say(language, f"sheets.advice-{code}")) > ACROSS else 1)
    top = len(ADVICE) + 3
    for place, head in enumerate(("fact", "id", "filled", "rules"), 1):
        put(page, top, place, say(language, f"sheets.guide-{head}"), "guide-head")
    for number, fact in enumerate(dict.fromkeys(column.fact for column in form.columns), top + 1):
        texts = _line(fact, rulebook, language)
        for place, text in enumerate(texts, 1):
            put(page, number, place, text, "guide")
        page.row_dimensions[number].height = LINE * ceil(len(texts[-1]) / WIDTHS[-1] or 1)
    for letter, width in zip("ABCD", WIDTHS, strict=True):
        page.column_dimensions[letter].width = width
    page.protection.sheet = True
    lay_out(page, PAPER_A4)


def _line(fact: str, rulebook: Rulebook, language: str) -> tuple[str, str, str, str]:
    term = rulebook.facts[fact]
    rules = [rule for rule in rulebook.rules if isinstance(rule, TimedRule) and fact in rule.reads()]
    titles = "; ".join(getattr(rule.title, language) for rule in rules)
    return rulebook.names[fact][language], fact, say(language, f"sheets.kind-{term.kind}"), titles
