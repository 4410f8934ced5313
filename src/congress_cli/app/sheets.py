"""What `export` makes of a registry, and what `import` tells of a filled-in form, and writes."""

from __future__ import annotations

from datetime import date

from congress_cli import dataclass
from congress_cli.app.prompts import Confirmation
from congress_cli.days import Today
from congress_cli.edit.sheets.csv_sheet import csv_text
from congress_cli.edit.sheets.form import Form
from congress_cli.edit.sheets.importing import changes_of
from congress_cli.edit.transaction import Desk, draft, write
from congress_cli.language import translate
from congress_cli.model.sheet import Differences, Fate
from congress_cli.reading.load import Data
from congress_cli.rendering.options import RenderOptions
from congress_cli.screens import changes
from congress_cli.screens.differences import render_differences


def form_bytes(form: Form, data: Data, language: str, as_of: date, *, csv: bool) -> bytes:
    """A form as a file: CSV, which has one page, else a workbook."""
    if csv:
        return csv_text(form.pages[0], data.rulebook, language).encode()
    from congress_cli.edit.sheets.xlsx_form import xlsx_bytes

    return xlsx_bytes(form, data.rulebook, language, as_of)


@dataclass(frozen=True, slots=True)
class SheetImport:
    """One import. `writes`: whether the changes are written and not only listed; `again`: the command that would."""

    desk: Desk
    pages: tuple[Differences, ...]
    options: RenderOptions
    writes: bool
    again: str

    def text(self, as_of: date | None, today: Today, now: str, by: str | None) -> str:
        """The whole text; the changes are written on the way, at the moment `now`."""
        text = "\n".join(render_differences(page, self.options) for page in self.pages)
        if not self.clean and not self.refused:
            entered = today(self.desk.data.rulebook.timezone)
            drawn = draft(self.desk, changes_of(self.desk, self.pages, entered))
            outcome = Confirmation(self.options.language, drawn).outcome(as_of, today)
            if self.writes:
                write(drawn, "import", now, by)
            text += f"\n{changes.render(outcome._replace(lines=()), self.options)}"
        return f"{text}\n{self._closing()}\n"

    @property
    def refused(self) -> int:
        """How many cells and rows are not taken."""
        return sum(len(page.refused) for page in self.pages)

    @property
    def clean(self) -> bool:
        """Whether the sheet says nothing but what the registry says."""
        return all(page.clean for page in self.pages)

    def _closing(self) -> str:
        language = self.options.language
        if self.clean:
            return translate(language, "sheets.same")
        cells = [cell for page in self.pages for cell in page.cells]
        new = sum(len(page.new_units) for page in self.pages)
        counts = {fate.value: sum(cell.fate is fate for cell in cells) for fate in Fate}
        code = "applied" if self.writes else "not-applied" if self.refused else "dry-run"
        args = {**counts, "refused": self.refused, "command": self.again}
        text = translate(language, "sheets.with-new", {"count": new}) + " " if new else ""
        return text + translate(language, f"sheets.{code}", args)
