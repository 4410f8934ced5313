"""The words of office files, and their stamps: the judged day, never the clock."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from io import BytesIO
from shutil import copyfileobj
from types import MappingProxyType
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from congress_cli.language import translate
from congress_cli.model.finding import TO_ASK, Finding, Responsible, Status, complete
from congress_cli.model.progress import Progress, Row
from congress_cli.model.report import Report
from congress_cli.rendering.options import RenderOptions
from congress_cli.rendering.phrases import Phrases
from congress_cli.rendering.status import URGENT, of_units, to_be_asked, urgency
from congress_cli.text import sanitize, vietnamese_order

if TYPE_CHECKING:
    from docx.document import Document

LONGEST_PROPERTY = 255
MOST_FACTS = 3
# A clerk's questions come first: to do, done late, still open; then unknown, and what is well.
LISTED = complete((*URGENT, Status.LATE, Status.OPEN, Status.UNKNOWN, Status.WAIVED, Status.MET, Status.NOT_APPLICABLE))
_PLACE = {status: place for place, status in enumerate(LISTED)}


class Office:
    """One report for one office, in one language."""

    def __init__(self, report: Report, options: RenderOptions) -> None:
        self.report = report
        self.options = options
        self.phrases = Phrases(report, options.language)

    @property
    def maker(self) -> str:
        """The program that made the report, for the properties of a file."""
        return sanitize(f"{self.report.tool.name} {self.report.tool.version}")[:LONGEST_PROPERTY]

    @property
    def title(self) -> str:
        """What a file is about, for its properties."""
        return self.phrases.directive()[:LONGEST_PROPERTY]

    def translate(self, code: str, **args: object) -> str:
        """A sentence of the catalogue of office files."""
        return translate(self.options.language, f"office.{code}", args, self.phrases.name_of)

    def is_rolled_up(self, finding: Finding) -> bool:
        """Whether it tells of other findings or of numbers, and so is nothing to do."""
        return self.report.rule_by_id[finding.rule].rolled_up

    def remedy(self, finding: Finding) -> str:
        """What is to be done, where something is."""
        if finding.status not in URGENT or self.is_rolled_up(finding):
            return ""
        return self.phrases.remedy(self.report.rule_by_id[finding.rule])

    def verdict(self) -> str:
        """How much is to be done, done late, to be asked, in one line."""
        return " · ".join(text for _, text in self.phrases.verdict())

    def work(self) -> list[Finding]:
        """What is to be done by somebody, the most urgent first."""
        return sorted(of_units(self.report, URGENT), key=urgency)

    def to_ask(self) -> list[Finding]:
        """What is to be asked, a rule after the other, and of a rule a responsible one after the other."""
        place = {rule.id: number for number, rule in enumerate(self.report.rules)}
        return sorted(
            to_be_asked(self.report),
            key=lambda one: (place[one.rule], vietnamese_order(self.responsible(one)), one.unit),
        )

    def message(self, finding: Finding) -> str:
        """What a finding says, other units by their names."""
        text = self.phrases.message(finding)
        for other in finding.args.values():
            if isinstance(other, str) and other in self.report.unit_by_id:
                name = self.unit(other).replace("\\", r"\\")
                text = re.sub(rf"(?<![\w-]){re.escape(other)}(?![\w-])", name, text)
        return text

    def question(self, finding: Finding) -> str:
        """What is to be asked, so that a finding can be decided."""
        rule = self.report.rule_by_id[finding.rule]
        code = "ask-undecided" if finding.code == "uncertain" else "ask-unrecorded"
        return self.translate(code, facts=", ".join(map(self.phrases.short_fact, rule.facts[:MOST_FACTS])))

    def responsible(self, finding: Finding) -> str:
        """The committee or the task force that must see to a finding."""
        return self.phrases.body(self.report.responsibility.of(finding, self.report.rule_by_id[finding.rule])[0])

    def unit(self, unit_id: str) -> str:
        """The name of a unit, its id behind it where that is asked for or another unit has the same name."""
        name = self.phrases.unit(unit_id)
        return f"{name} ({unit_id})" if self.options.unfolded or not self.phrases.is_only(name) else name

    def ranked(self) -> list[Responsible]:
        """Those who have work or questions: who has most to do now first."""
        return sorted(self.report.tasks.by_responsible, key=self._rank)

    def _rank(self, one: Responsible) -> tuple[object, ...]:
        counts = Counter(one.own) + Counter(one.below)
        now = counts["overdue"] + counts["failed"]
        return -now, -counts["due_soon"], -counts[TO_ASK], vietnamese_order(self.phrases.body(one.who)), one.who

    def listed(self) -> list[Finding]:
        """All findings: those to act on first, roll-ups after what they tell of, earlier days before later ones."""
        return sorted(
            self.report.findings,
            key=lambda one: (_PLACE[one.status], self.is_rolled_up(one), first_day(one) or date.max),
        )

    def type_name(self, type_id: str) -> str:
        """The name of a type of unit."""
        named = self.phrases.types.get(type_id)
        return type_id if named is None else sanitize(named.in_language(self.options.language))

    def progress_title(self, one: Progress) -> str:
        """What some progress is about: a rule, or a fact without one."""
        if one.rule is None:
            return self.phrases.short_fact(one.fact)
        return f"{one.rule.narrowest_clause}. {self.phrases.marked_title(one.rule)}"

    def progress_head(self, column: str) -> str:
        """The head of a column of progress."""
        return translate(self.options.language, f"runs.progress-head-{column}")

    def progress_group(self, one: Progress, row: Row) -> str:
        """The name of a row of progress: a type, a committee or a task force; of measures with the indicator."""
        if row.who is None:
            name = self.translate("all") if row in one.totals else self.translate("no-group")
        else:
            name = self.type_name(row.who) if one.by == "type" else self.phrases.body(row.who)
        return " · ".join(filter(None, (name, self.indicator(one, row))))

    def indicator(self, one: Progress, row: Row) -> str:
        """Which indicator a row of measures is about."""
        return "" if row.indicator is None else sanitize(self.phrases.name_of(f"{one.fact}/{row.indicator}"))


def first_day(finding: Finding) -> date | None:
    """The last day, or the first day that it may be."""
    return finding.last_days[0] if finding.last_days else finding.last_day


_FONT = re.compile(rb"(?<=<font>).*?(?=</font>)")
_PART = re.compile(rb"<(\w+)[^<]*/>")
_PARTS = (
    *(b"b", b"i", b"strike", b"condense", b"extend", b"outline", b"shadow", b"u"),
    *(b"vertAlign", b"sz", b"color", b"name", b"family", b"charset", b"scheme"),
)
_NO_ROWS = re.compile(b"<sheetData(?: ?/>|></sheetData>)")
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_FIRST_YEAR_OF_ZIP = 1980
_UNIX = 3


def moment(day: date) -> datetime:
    """The end of a day in Vietnam, which a report as of that day speaks for."""
    return datetime(day.year, day.month, day.day, 16, 59, 59, tzinfo=UTC)


def saved(document: Document, office: Office) -> bytes:
    """A paper in Word, whole; its stamps are those of the judged day."""
    report, properties = office.report, document.core_properties
    properties.author = properties.last_modified_by = office.maker
    properties.title = office.title
    properties.comments = ""
    properties.created = properties.modified = moment(report.as_of).replace(tzinfo=None)
    file = BytesIO()
    document.save(file)
    return normalized(file.getvalue(), moment(report.as_of), report.as_of)


def normalized(
    archive: bytes, modified: datetime, entries: date, rows: Mapping[str, Iterable[bytes]] = MappingProxyType({})
) -> bytes:
    """An office file (a ZIP archive) with these stamps: two runs give equal bytes. Empty sheets get these rows."""
    clock = (max(entries.year, _FIRST_YEAR_OF_ZIP), entries.month, entries.day, 0, 0, 0)
    stamp = rb"\g<1>" + f"{modified:%Y-%m-%dT%H:%M:%SZ}".encode()
    file = BytesIO()
    with ZipFile(BytesIO(archive)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = ZipInfo(name, clock)
            entry.create_system, entry.compress_type = _UNIX, ZIP_DEFLATED
            with old.open(name) as source, new.open(entry, "w") as target:
                if name == "docProps/core.xml":
                    target.write(_MODIFIED.sub(stamp, source.read()))
                elif name == "xl/styles.xml":
                    target.write(_in_order(source.read()))
                elif name in rows:
                    target.writelines(_filled(source.read(), rows[name]))
                else:
                    copyfileobj(source, target)
    return file.getvalue()


def _filled(sheet: bytes, rows: Iterable[bytes]) -> Iterator[bytes]:
    before, after = _NO_ROWS.split(sheet)
    yield before + b"<sheetData>"
    yield from rows
    yield b"</sheetData>" + after


def _in_order(styles: bytes) -> bytes:
    """The styles of a workbook, what a font says in the order of the schema; openpyxl has an order of its own."""

    def ordered(font: re.Match[bytes]) -> bytes:
        return b"".join(part[0] for part in sorted(_PART.finditer(font[0]), key=lambda one: _PARTS.index(one[1])))

    return _FONT.sub(ordered, styles)
