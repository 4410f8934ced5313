"""table: the report for a person at a terminal: what to do, whom to ask, who is late, and how much is known.

Where the window is short, blocks fold to one line each, the least urgent first; the head and the verdict never do.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from congress_cli.formats.table import work
from congress_cli.formats.table.block import PLACES, Block, Draft, drawn, fit, folded, heading_of, more
from congress_cli.formats.table.block import block as block_of_rules
from congress_cli.model.finding import PROBLEMS, RANK, Finding, Status
from congress_cli.model.progress import total_under
from congress_cli.model.report import Report, ReportedRule
from congress_cli.rendering.console import Screen
from congress_cli.rendering.options import RenderOptions, TextStream
from congress_cli.rendering.phrases import known, narrowed, types_missing
from congress_cli.rendering.status import STATUS

if TYPE_CHECKING:
    from rich.text import Text

    from congress_cli.rendering.console import Bare

FIRST = 5
NAMED_FACTS = 3
VERDICT_STYLES = {
    "now": "bold red",
    "none": "bold",
    "due_soon": "bold yellow",
    "late": "yellow",
    "to_ask": "magenta",
}
WORST = 4
ADDED = ("late", "this_week")
UNREMARKABLE = (Status.UNKNOWN, Status.NOT_APPLICABLE, Status.MET)


def write(report: Report, stream: TextStream, options: RenderOptions) -> None:
    """The report as text; with `quiet`, the day, the tasks and what to ask, or nothing where there is neither."""
    screen = Screen(report, options)
    blocks = _blocks(screen)
    if options.quiet:
        lines = [judged_day(screen), *fit(blocks, None, options.width)] if blocks else []
    else:
        above, below = head(screen), legend(screen)
        rows = None if options.unfolded or options.rows is None else options.rows - len(above) - len(below)
        lines = [*above, *fit(blocks, rows, options.width), *below]
    stream.write("\n".join((*lines, "")))


def write_overview(report: Report, stream: TextStream, options: RenderOptions) -> None:
    """The head, the verdict and the first things to do or to ask; then how to see more and where help is."""
    screen = Screen(report, options)
    lines, left = head(screen), FIRST
    for block in (work.tasks(screen), work.due_soon(screen), work.to_ask(screen)):
        entries = block.entries[:left] if block is not None else ()
        if block is not None and entries:
            lines += ["", *block.heading, *(line for entry in entries for line in entry.lines)]
        left -= len(entries)
    stream.write("".join(f"{line}\n" for line in [*lines, "", *how_to_see_more(screen)]))


def _blocks(screen: Screen) -> list[Block]:
    """The blocks that have content, from the most urgent to the totals."""
    report, options = screen.report, screen.options
    urgent = [work.tasks(screen), work.due_soon(screen), work.to_ask(screen)]
    if options.quiet:
        return [block for block in urgent if block is not None]
    blocks = [*urgent, work.late(screen), work.waived(screen)]
    if report.asked.statuses:
        blocks += [work.others(screen), rollups(screen), counts(screen)]
    else:
        blocks += [progress(screen), unknown(screen), counts(screen), rollups(screen)]
        if options.unfolded:
            blocks.append(work.others(screen))
    if options.unfolded or options.group_by == "rule":
        blocks.append(block_of_rules(screen))
    blocks.append(totals(screen))
    return [block for block in blocks if block is not None]


def head(screen: Screen) -> list[str]:
    """Which paper, which day, how many units, what was selected; then the verdict in one line."""
    report, phrases = screen.report, screen.phrases

    def draw(part: Screen) -> None:
        part.joined([phrases.short_directive(), phrases.term_of_office()], "bold")
        part.joined([phrases.short_judged_day(), " · ".join(_scope(screen))])
        for line in narrowed(phrases):
            part.line(line, "cyan")
        if report.as_of < report.directive.issued:
            for line in known(phrases):
                part.line(line, "bold")
        part.line()
        part.line(verdict(screen))

    return list(drawn(screen, draw))


def judged_day(screen: Screen) -> str:
    """The judged day alone."""
    return drawn(screen, lambda part: part.line(screen.phrases.short_judged_day()))[0]


def verdict(screen: Screen) -> Text | Bare:
    """How much work there is, how much is late, how much is to be asked: tasks of single units alone."""
    text = screen.styled("")
    for kind, part in screen.phrases.verdict():
        text.append(screen.plain(" · ") if text else "", "dim").append(screen.plain(part), VERDICT_STYLES[kind])
    return text


def progress(screen: Screen) -> Block | None:
    """Of each rule whose limit is a day, how many units have done it, in time or late; those left out as well."""
    rules = [
        rule for rule in screen.report.rules if rule.last_day is not None and not rule.rolled_up and _is_known(rule)
    ]
    if not rules:
        return None
    heading = screen.translate("progress-heading")
    draft = Draft(screen)
    parts = []
    counted = ""
    for rule in rules:
        figures = _figures(screen.report, rule)
        done = f"{figures['done']}/{figures['total']}"
        parts.append(f"{screen.title(rule)} {done}")
        counted = f"{counted}, {done}".removeprefix(", ")
        draft.add(partial(_progress_line, rule=rule, figures=figures))
    return Block(
        PLACES["progress"],
        heading_of(screen, heading, screen.translate("progress-note")),
        tuple(draft.entries),
        folded(screen, heading, " · ".join(parts)),
        screen.plain(f"{heading} {counted}"),
        partial(more, screen, "more-lines"),
    )


def unknown(screen: Screen) -> Block | None:
    """Rules whose findings are unknown: how many of how many, and what to record."""
    report = screen.report
    rules = [rule for rule in report.rules if not rule.rolled_up and rule.counts[Status.UNKNOWN]]
    if not rules:
        return None
    silent = [rule for rule in rules if rule.counts[Status.UNKNOWN] == rule.applicable]
    heading = screen.translate("unknown-heading")
    count = sum(rule.counts[Status.UNKNOWN] for rule in rules)
    beside = screen.translate(
        "unknown-count", count=count, total=sum(rule.applicable for rule in report.rules if not rule.rolled_up)
    )
    draft = Draft(screen)
    for rule in rules if screen.options.unfolded else [rule for rule in rules if rule not in silent]:
        draft.add(partial(_unknown_line, rule=rule))
    if silent and not screen.options.unfolded:
        draft.add(
            lambda part: part.line(part.translate("unknown-silent", rules=len(silent)), indent=1, hanging=6),
            len(silent),
        )
    how = screen.translate("unknown-how", command=screen.command("--status", "unknown", "--all"))
    return Block(
        PLACES["unknown"],
        heading_of(screen, heading, beside),
        tuple(draft.entries),
        folded(screen, heading, f"{beside} · {screen.translate('unknown-silent', rules=len(silent))}"),
        screen.plain(f"{heading} {count}"),
        partial(more, screen, "more-lines"),
        drawn(screen, lambda part: part.line(how, "dim", indent=1, hanging=2)) if report.of_check else (),
    )


def counts(screen: Screen) -> Block | None:
    """What the registry counts beside what the directive counts."""
    rules = {rule.id: rule for rule in screen.report.rules if rule.counts_units}
    findings = [one for rule in rules for one in screen.report.by_rule[rule]]
    if not findings:
        return None
    heading = screen.translate("census-heading")
    draft = Draft(screen)
    for finding in findings:
        draft.add(partial(_count_line, finding=finding, rule=rules[finding.rule]))
    for line in types_missing(screen.phrases):
        draft.add(lambda part, line=line: part.line(line, "dim", indent=1, hanging=2), 0)
    met = sum(finding.status is Status.MET for finding in findings)
    return Block(
        PLACES["counts"],
        heading_of(screen, heading),
        tuple(draft.entries),
        folded(screen, heading, screen.translate("census-folded", count=len(findings), met=met)),
        screen.plain(f"{heading} {met}/{len(findings)}"),
        partial(more, screen, "more-lines"),
    )


def rollups(screen: Screen) -> Block | None:
    """For each share how many have each status, and the worst of them."""
    rules = [rule for rule in screen.report.rules if rule.shares and rule.judged]
    if not rules:
        return None
    heading = screen.translate("shares-heading")
    draft = Draft(screen)
    for rule in rules:
        draft.add(partial(_share, rule=rule))
    return Block(
        PLACES["rollups"],
        heading_of(screen, heading, screen.translate("shares-note")),
        tuple(draft.entries),
        folded(screen, heading, screen.translate("shares-folded", rules=len(rules))),
        screen.plain(f"{heading} {len(rules)}"),
        partial(more, screen, "more-lines"),
    )


def totals(screen: Screen) -> Block:
    """What was judged of how much, and how it came out; each percentage with its denominator."""
    report = screen.report
    heading = screen.translate("totals-heading")
    met, applicable = report.totals[Status.MET], report.applicable
    percent = screen.phrases.percent(met, applicable) if applicable else ""
    met_text = screen.translate("totals-met", met=met, applicable=applicable, percent=percent) if applicable else ""
    covered, sentences = report.sentences
    scope = screen.translate(
        "totals-scope", sentences=covered, all_sentences=sentences, rules=len(report.rules), units=len(report.units)
    )
    draft = Draft(screen)
    draft.add(partial(_totals, met_text=met_text))
    all_ = screen.translate("see-all", command=screen.command("--all")) if report.of_check else ""
    line = " · ".join(part for part in (met_text, all_) if part)
    return Block(
        PLACES["totals"],
        heading_of(screen, heading, scope),
        tuple(draft.entries),
        folded(screen, heading, line),
        screen.plain(f"{heading} {met}/{applicable}"),
        partial(more, screen, "more-lines"),
    )


def how_to_see_more(screen: Screen) -> list[str]:
    """The command that shows the whole report, and the one that helps."""
    text = screen.translate("overview-more", command=screen.command())
    return list(drawn(screen, lambda part: part.line(text, "dim", hanging=2)))


def legend(screen: Screen) -> list[str]:
    """What the marks behind titles mean, where any stands on the screen."""
    marks = screen.phrases.legend()
    return list(drawn(screen, lambda part: part.cut(" · ".join(marks), "dim"))) if marks else []


def _scope(screen: Screen) -> list[str]:
    """How many units were judged, and whether the registry holds all that is known of them."""
    report = screen.report
    units = len(report.units)
    partial_ = sum(unit.records == "partial" for unit in report.units)
    records = "records-partial" if partial_ == units else "records-some" if partial_ else "records-complete"
    return [screen.translate("units", units=units), screen.translate(records, count=partial_)]


def _is_known(rule: ReportedRule) -> bool:
    return rule.applicable > rule.counts[Status.UNKNOWN]


def _figures(report: Report, rule: ReportedRule) -> Mapping[str, Any]:
    """The figures of one event; of other matters, and of a part of the findings, the counts of statuses."""
    if rule.of_one_event and report.whole:
        return total_under(report, rule, rule.facts[0])
    late = rule.counts[Status.LATE]
    return {"done": rule.counts[Status.MET] + late, "total": rule.applicable, "late": late}


def _progress_line(screen: Screen, *, rule: ReportedRule, figures: Mapping[str, Any]) -> None:
    done, total = figures["done"], figures["total"]
    text = screen.styled(f"{screen.clause(rule):<5} {screen.title(rule)}  ").append(f"{done}/{total}", style="bold")
    beside = [screen.translate("progress-percent", percent=screen.phrases.percent(done, total))]
    beside += [screen.translate(f"progress-{name}", count=figures[name]) for name in ADDED if figures.get(name)]
    screen.line(text.append(" " + " · ".join(map(screen.plain, beside)), style="not bold dim"), indent=1, hanging=6)


def _unknown_line(screen: Screen, *, rule: ReportedRule) -> None:
    count = screen.translate("unknown-rule", unknown=rule.counts[Status.UNKNOWN], total=rule.applicable)
    text = screen.styled(f"{screen.clause(rule):<5} {screen.title(rule)}  ").append(count, style="bold")
    text.append(screen.plain(f" · {_need(screen, rule)}"), style="not bold dim")
    screen.line(text, indent=1, hanging=6)


def _need(screen: Screen, rule: ReportedRule) -> str:
    """What to record, or which parameter to enter, to be able to say."""
    unknown = [one for one, _ in screen.report.by_rule[rule.id].counts if one.status is Status.UNKNOWN]
    missing = sorted({str(one.args["param"]) for one in unknown if one.code == "parameter-missing"})
    if missing:
        return screen.translate("unknown-parameter", params=", ".join(missing))
    names = ", ".join(screen.phrases.short_fact(fact) for fact in rule.facts[:NAMED_FACTS])
    return f"{screen.translate('unknown-need')}: {names}"


def _count_line(screen: Screen, *, finding: Finding, rule: ReportedRule) -> None:
    text = screen.styled(f"{screen.clause(rule):<5} {screen.title(rule)}: ")
    text.append(screen.standing(finding.status), style=STATUS[finding.status].color)
    text.append(screen.plain(f" · {screen.phrases.message(finding)}"), style="not bold dim default")
    screen.line(text, indent=1, hanging=6)


def _share(screen: Screen, *, rule: ReportedRule) -> None:
    screen.line(
        f"{screen.clause(rule):<5} {screen.title(rule)}: {screen.phrases.counts(rule.counts)}", indent=1, hanging=6
    )
    findings = screen.report.by_rule[rule.id].saying(lambda one: one.status not in UNREMARKABLE)
    worst = sorted(findings, key=lambda one: (RANK[one.status], one.unit))
    for finding in worst if screen.options.unfolded else worst[:WORST]:
        text = screen.styled(screen.standing(finding.status), STATUS[finding.status].color)
        text.append(f"  {screen.phrases.unit(finding.unit)}", style="not bold default")
        text.append(screen.plain(f" · {screen.phrases.counts(finding.counts)}"), style="not bold dim default")
        screen.line(text, indent=7, hanging=2)
    if len(worst) > WORST and not screen.options.unfolded:
        screen.line(more(screen, "more-lines", len(worst) - WORST).strip(), "dim", indent=7, hanging=2)


def _totals(screen: Screen, *, met_text: str) -> None:
    report = screen.report
    screen.line(
        screen.translate("totals-line", total=sum(report.totals.values()), totals=screen.phrases.totals()), indent=1
    )
    if met_text:
        screen.line(met_text, indent=1)
    problems = report.problems
    if problems["violation"] or problems["warning"]:
        text = screen.translate("totals-problems", violation=problems["violation"], warning=problems["warning"])
        rolled = sum(
            count
            for rule in report.rules
            if rule.rolled_up
            for status, count in rule.counts.items()
            if status in PROBLEMS
        )
        if rolled and report.baseline is None:
            text = f"{text} {screen.translate('totals-rolled', rolled=rolled)}"
        screen.line(text, "bold red" if problems["violation"] else "bold yellow", indent=1)
    elif report.applicable:
        screen.line(screen.translate("totals-clean" if report.baseline is None else "totals-no-new"), "bold", indent=1)
