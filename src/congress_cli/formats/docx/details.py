"""Behind the summary: results, shortcomings by what they fall short of, tasks by who is responsible, remarks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import count, groupby

from docx.enum.text import WD_TAB_LEADER
from docx.shared import Mm

from congress_cli import grouped
from congress_cli.days import on
from congress_cli.formats.docx.page import Column, Group, Page, add_table, columns
from congress_cli.formats.docx.summary import events
from congress_cli.model.facts import plain
from congress_cli.model.finding import KINDS, PROBLEMS, Finding, Status
from congress_cli.model.progress import EVENT, Row
from congress_cli.model.report import ReportedRule, counted
from congress_cli.rendering.office import Office
from congress_cli.rendering.phrases import known
from congress_cli.rendering.status import own_and_below, questions, urgency

MOST_LISTED = 100  # without --all
MOST_OF_ONE = 30  # of one sentence of the paper
WITH_STATUS_WORD = (Status.ERROR, Status.FAILED)  # of all others the message says in words how they stand in time
DOTTED_LINES = 3


def write_results(page: Page) -> None:
    """What was judged, progress, who has how much work, and how many findings have each status."""
    office, report = page.office, page.office.report
    covered, sentences = report.sentences
    total = sum(report.totals.values())
    scope = {"units": len(report.units), "sentences": covered, "all_sentences": sentences, "rules": len(report.rules)}
    counts = {"total": total, "applicable": report.applicable, "rest": total - report.applicable}
    page.paragraph(office.translate("judged", **scope, **counts))
    for text in known(office.phrases):
        page.paragraph(text)
    _progress(page)
    _responsible(page)
    _totals(page)


def _progress(page: Page) -> None:
    """A row for each event that has one last day for all."""
    office, found = page.office, events(page.office)
    if found:
        page.paragraph(office.translate("progress-table"), keep=True)
        rows = [(office.progress_title(one), one.total) for one in found]
        add_figures(page, office.translate("head-rule"), EVENT, rows)


def add_figures(page: Page, head: str, columns: Sequence[str], rows: Iterable[tuple[str, Row]]) -> None:
    """A table of progress: what each row is, then its figures."""
    office = page.office
    heads = [Column(head, 5), *(Column(office.progress_head(column), 1.4, "center") for column in columns)]
    add_table(page, heads, ([name, *(_figure(office, row, column) for column in columns)] for name, row in rows))


def _figure(office: Office, row: Row, column: str) -> str:
    value = row.values.get(column)
    if value is None:
        return "–"
    if column == "percent":
        return f"{office.phrases.percent(int(row.values['done'] or 0), int(row.values['total'] or 0))}%"
    return office.translate("figure", number=plain(Decimal(value)))


def _responsible(page: Page) -> None:
    """The work of each responsible one, what it has itself and what stands below."""
    office, tasks = page.office, page.office.report.tasks
    ranked, kinds = office.ranked(), [kind for kind in KINDS if getattr(tasks, kind)]
    if not ranked:
        return
    page.paragraph(office.translate("responsible-table"), keep=True)
    heads = columns(office, ("head-responsible", 4), *((f"head-{kind}", 1.8, "center") for kind in kinds))
    rows = [
        [office.phrases.body(one.who), *(_own_and_below(one.own[kind], one.below[kind]) for kind in kinds)]
        for one in ranked
    ]
    total = [office.translate("all"), *(f"{getattr(tasks, one)}" for one in kinds)]
    add_table(page, heads, [*rows[:MOST_LISTED], total])
    _more(page, "responsible-more", max(0, len(rows) - MOST_LISTED))


def _own_and_below(own: int, below: int) -> str:
    return f"{own} + {below}" if own or below else "–"


def _totals(page: Page) -> None:
    office, report = page.office, page.office.report
    page.paragraph(office.translate("totals-table"), keep=True)
    heads = columns(office, ("head-status", 5), ("head-count", 3, "center"), ("head-share", 4, "center"))
    counts = {one: many for one, many in report.totals.items() if many and one is not Status.NOT_APPLICABLE}
    rows = [[office.phrases.status(one), f"{many}", _share(office, many)] for one, many in counts.items()]
    add_table(page, heads, [*rows, [office.translate("applicable"), f"{report.applicable}", ""]])
    problems = report.problems
    page.paragraph(office.translate("problems", violation=problems["violation"], warning=problems["warning"]))


def _share(office: Office, count: int) -> str:
    return f"{office.phrases.percent(count, office.report.applicable)}%"


def write_shortcomings(page: Page) -> None:
    """For each sentence of the paper the units that fall short of it: what is the matter with each."""
    office, place = page.office, 0
    for clause, rules in by_clause(office):
        found = [one for rule in rules for one in office.report.by_rule[rule.id] if one.status in PROBLEMS]
        if found:
            place += 1
            page.heading(f"{place}. {subject(office, clause)}", 2)
            add_list(page, sorted(found, key=urgency))
    if not place:
        page.paragraph(office.translate("shortcomings-none"))


def by_clause(office: Office) -> list[tuple[str, list[ReportedRule]]]:
    """The rules on single units under the sentence that each comes from, in the order of the paper."""
    place = {clause.id: number for number, clause in enumerate(office.report.clauses)}
    rules = [rule for rule in office.report.rules if not rule.rolled_up and rule.applicable]
    rules.sort(key=lambda rule: place.get(rule.narrowest_clause, len(place)))
    return [(clause, list(group)) for clause, group in groupby(rules, key=lambda rule: rule.narrowest_clause)]


def subject(office: Office, clause: str) -> str:
    """What a sentence of the paper asks, in own words, and which it is."""
    found = next((one for one in office.report.clauses if one.id == clause), None)
    words = "" if found is None else (found.vi if office.options.language == "vi" else found.en)
    return office.translate("clause-subject", words=words.rstrip("."), clause=clause) if words else clause


def add_list(page: Page, findings: Sequence[Finding]) -> None:
    """The units of findings, under which rule, and how each stands."""
    office = page.office
    listed = (("head-place", 0.8, "center"), ("head-unit", 3.4), ("head-rule", 3.4), ("head-standing", 5.5))
    kept = findings if office.options.unfolded else findings[:MOST_OF_ONE]
    rows = ([f"{number}", *_cells(office, one)] for number, one in enumerate(kept, 1))
    add_table(page, columns(office, *listed), rows)
    if left := office.phrases.counts(counted(findings[len(kept) :])):
        page.paragraph(office.translate("list-more", counts=left), italic=True)


def _cells(office: Office, finding: Finding, *, short: bool = False) -> list[str]:
    """The unit, the rule, how it stands; in short only in time, where the facts do not contradict."""
    phrases, rule = office.phrases, office.report.rule_by_id[finding.rule]
    contradicted = finding.status in WITH_STATUS_WORD
    text = office.message(finding)
    if contradicted:
        text = f"{phrases.status(finding.status)}: {text}"
    elif short:
        text = phrases.in_time(finding) or text
    return [office.unit(finding.unit), phrases.marked_title(rule), lines(text, phrases.last_day(finding))]


def _more(page: Page, code: str, left: int) -> None:
    if left:
        page.paragraph(page.office.translate(code, count=left), italic=True)


def write_tasks(page: Page) -> None:
    """What is to be done by each responsible one, the most urgent first; then what is to be asked."""
    office = page.office
    work = office.work()
    page.paragraph(office.translate("verdict", verdict=office.verdict()), keep=bool(work))
    if work:
        heads = (("head-unit", 3), ("head-task", 3), ("head-standing", 4), ("head-remedy", 3.8))
        kept = work if office.options.unfolded else work[:MOST_LISTED]
        add_table(page, columns(office, ("head-place", 0.8, "center"), *heads), _task_rows(office, kept))
        _more(page, "tasks-more", len(work) - len(kept))
    _questions(page)


def _task_rows(office: Office, work: Sequence[Finding]) -> Iterator[Sequence[str] | Group]:
    """The tasks under who is responsible; whose most urgent one comes first stands first."""
    place = count(1)
    for who, findings in grouped(work, office.responsible).items():
        yield Group(f"{who}: {own_and_below(office.phrases, findings)}")
        for finding in findings:
            yield [f"{next(place)}", *_cells(office, finding, short=True), office.remedy(finding)]


def _questions(page: Page) -> None:
    """A row a rule that asks: of how many units, and what."""
    office, asked = page.office, page.office.to_ask()
    if not asked:
        return
    page.paragraph(office.translate("ask-table", count=len(asked)), keep=True, before=4)
    rows = []
    for name, members in groupby(asked, key=lambda one: one.rule):
        rule, found = office.report.rule_by_id[name], list(members)
        text = "; ".join(questions(office.phrases, rule, found))
        title = lines(office.phrases.marked_title(rule), limit(office, rule))
        rows.append([title, f"{len(found)}/{rule.applicable}", text])
    add_table(page, columns(office, ("head-rule", 4), ("head-ask", 1.6, "center"), ("head-question", 8)), rows)


def write_remarks(page: Page) -> None:
    """Dotted lines for what only the office can say."""
    for _ in range(DOTTED_LINES):
        dotted = page.paragraph("")
        dotted.paragraph_format.tab_stops.add_tab_stop(Mm(page.width), leader=WD_TAB_LEADER.DOTS)
        dotted.add_run().add_tab()


def limit(office: Office, rule: ReportedRule) -> str:
    """The last day of a rule where all units have the same, or the event that it is counted from; else empty."""
    if rule.last_day is not None:
        return office.phrases.translate("last-day", day=on(rule.last_day))
    return office.phrases.limit_event(rule)


def lines(*texts: str) -> str:
    """The lines of a cell, those that say something."""
    return "\n".join(filter(None, texts))


DETAILS: dict[str, Callable[[Page], None]] = {
    "results": write_results,
    "shortcomings": write_shortcomings,
    "tasks": write_tasks,
    "remarks": write_remarks,
}
