"""The first page between heading and signature: who has done it, the verdict, who must do what, whom to ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from congress_cli.days import on
from congress_cli.formats.docx.page import Page, add_table, columns
from congress_cli.model.finding import PROBLEMS, TO_ASK, Finding, Status
from congress_cli.model.progress import Progress, progress_of
from congress_cli.rendering.office import Office
from congress_cli.rendering.phrases import left_out

MOST_CALLED = 5
TASKS = (Status.OVERDUE, Status.FAILED, Status.DUE_SOON)
UNDONE = (Status.OVERDUE, Status.FAILED, Status.DUE_SOON, Status.OPEN)
STANDING = ("late", *(status.value for status in UNDONE), "unknown", "this_week")


def write_summary(page: Page) -> None:
    """Paragraphs and one table, short enough for the page."""
    office, phrases = page.office, page.office.phrases
    opening = office.translate("opening", directive=phrases.whole_directive(", "), day=on(office.report.as_of))
    progress = (f"- {_progress(office, one)}" for one in events(office))
    for text in (opening, *_asked(office), *left_out(phrases), *progress):
        page.paragraph(text, after=3)
    page.paragraph(f"{office.translate('verdict', verdict=office.verdict())} {_known(office)}", bold=True, before=3)
    called = _calls(page)
    _questions(page)
    write_legend(page, *called)


def _known(office: Office) -> str:
    """Of how many findings anything is known; where nothing is to be done, also which roll-ups are not met."""
    report = office.report
    if report.as_of < report.directive.issued:
        return office.phrases.translate("not-issued")
    known = report.applicable - report.totals[Status.UNKNOWN]
    text = office.translate("known", known=known, total=report.applicable)
    rolled = sum(rule.counts[status] for rule in report.rules if rule.rolled_up for status in PROBLEMS)
    tasks = report.tasks
    if tasks.overdue or tasks.failed or not rolled:
        return text
    return f"{text} {office.translate('rolled-problems', count=rolled)}"


def events(office: Office) -> list[Progress]:
    """How far the units have come with what has one last day for all."""
    return [one for one in progress_of(office.report) if one.by_week]


def _progress(office: Office, one: Progress) -> str:
    """How many units of how many have done it, and how the others stand."""
    figures, rule = one.total.values, one.rule
    done, total = int(figures["done"] or 0), int(figures["total"] or 0)
    counts = {"done": done, "total": total, "percent": office.phrases.percent(done, total)}
    title = office.phrases.short_fact(one.fact) if rule is None else office.phrases.marked_title(rule)
    standing = {name: figures.get(name) for name in ("late", "unknown", "this_week")}
    standing |= {} if rule is None else {status.value: rule.counts[status] for status in UNDONE}
    parts = [office.translate(f"progress-{name}", count=standing[name]) for name in STANDING if standing.get(name)]
    return f"{'; '.join([office.translate('progress-line', title=title, **counts), *parts])}."


def _asked(office: Office) -> Iterator[str]:
    """Which part the paper reports on, in names."""
    report, phrases = office.report, office.phrases
    asked = report.asked
    parts = (
        ("part-under", [phrases.unit(unit) for unit in asked.under]),
        ("part-units", [phrases.unit(unit) for unit in asked.units]),
        ("part-rules", [phrases.title(rule) for rule in report.rules if rule.id in asked.rules]),
        ("part-clauses", asked.clauses),
        ("part-owners", [phrases.owner(owner) for owner in asked.owners]),
    )
    for code, names in parts:
        if names:
            yield office.translate(code, names=names)


def _calls(page: Page) -> Iterable[str]:
    """Those who have most to do: how much, own and below, and what is most urgent. Returns how many of how many."""
    office = page.office
    called = [one for one in office.ranked() if any(one.own[kind] + one.below[kind] for kind in (*TASKS, TO_ASK))]
    if not called:
        return ()
    counts = (("head-own", 1.05, "center"), ("head-below-tasks", 1.25, "center"), ("head-ask", 1.05, "center"))
    first = _first_of_each(office)
    rows = [
        [
            office.phrases.body(one.who),
            *(f"{sum(part[kind] for kind in TASKS) or '–'}" for part in (one.own, one.below)),
            f"{one.own[TO_ASK] + one.below[TO_ASK] or '–'}",
            first.get(office.phrases.body(one.who), ""),
        ]
        for one in called[:MOST_CALLED]
    ]
    add_table(page, columns(office, ("head-responsible", 2.9), *counts, ("head-urgent", 8.7)), rows)
    return (office.translate("calls", count=len(rows), all=len(called)),) if len(rows) < len(called) else ()


def _first_of_each(office: Office) -> dict[str, str]:
    """What is most urgent for each responsible one, and what to do."""
    first: dict[str, str] = {}
    for finding in (*office.work(), *office.to_ask()):
        who = office.responsible(finding)
        if who not in first:
            first[who] = _urgent(office, finding)
    return first


def _urgent(office: Office, finding: Finding) -> str:
    """Which unit and what; on a line of its own how it stands in time and what to do."""
    unit = office.unit(finding.unit).removeprefix("Đảng bộ ")
    first = f"{unit}: {office.phrases.marked_title(office.report.rule_by_id[finding.rule])}"
    if finding.status is Status.UNKNOWN:
        return f"{first}\n→ {office.question(finding)}"
    standing = office.phrases.in_time(finding) or office.phrases.status(finding.status)
    what = office.remedy(finding)
    return f"{first}\n{standing} → {what}" if what else f"{first}\n{standing}"


def _questions(page: Page) -> None:
    """How many are to be asked, and about what; whom is named in detail behind the first page."""
    office, asked = page.office, page.office.to_ask()
    if asked:
        counts = Counter(one.rule for one in asked)
        rules = [(office.phrases.title(office.report.rule_by_id[rule]), count) for rule, count in counts.items()]
        titles = ", ".join(office.translate("ask-part", title=title, count=count) for title, count in rules)
        page.paragraph(office.translate("ask-line", titles=titles), after=3)


def write_legend(page: Page, *notes: str) -> None:
    """Notes, and what the signs mean that stand in the report."""
    if text := " · ".join((*notes, *page.office.phrases.legend())):
        page.paragraph(text, italic=True, size=page.size - 3, after=3)
