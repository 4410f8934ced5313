"""The lists: to do first, then done late, waived, rolled up and counted; the unknown rule by rule."""

from __future__ import annotations

from dataclasses import dataclass

from congress_cli.formats.html.words import Item, Words
from congress_cli.model.finding import Finding, Status
from congress_cli.rendering.status import URGENT, by_responsible, of_units, urgency

PAST = tuple(status for status in URGENT if status is not Status.DUE_SOON)
UNREMARKABLE = (Status.UNKNOWN, Status.NOT_APPLICABLE, Status.MET)
OPENED = 60
EMPTY = ("todo", "soon")  # told also where there is nothing
NOWHERE = "nowhere"  # the grouping of findings that stand under no heading


@dataclass(frozen=True, slots=True)
class Group:
    """Findings under the committee or task force responsible."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One kind of findings. `opened`: few enough to be read at once; `grouped`: under headings."""

    code: str
    heading: str
    note: str
    groups: tuple[Group, ...]
    count: int
    opened: bool


@dataclass(frozen=True, slots=True)
class Lists:
    """All lists of a page."""

    blocks: tuple[Block, ...]
    unknown: int
    undecided: tuple[Item, ...]


def lists(words: Words) -> Lists:
    """The lists, in the order in which a leader needs them."""
    report, group_by = words.report, words.office.options.group_by
    rolled = [(report.rule_by_id[one.rule], one) for one in report.findings if report.rule_by_id[one.rule].rolled_up]
    blocks = (
        _block(words, "todo", of_units(report, PAST), group_by),
        _block(words, "soon", of_units(report, (Status.DUE_SOON,)), group_by),
        _block(words, "late", of_units(report, (Status.LATE,)), "branch"),
        _block(words, "waived", of_units(report, (Status.WAIVED,)), "branch"),
        _block(
            words, "shares", [one for rule, one in rolled if rule.shares and one.status not in UNREMARKABLE], "rule"
        ),
        _block(words, "census", [one for rule, one in rolled if not rule.shares], NOWHERE),
    )
    kept = tuple(
        one for one in blocks if one.count or (one.code in EMPTY and report.whole)
    )  # else it was not asked for
    unknown = of_units(report, (Status.UNKNOWN,))
    return Lists(kept, len(unknown), tuple(words.item(one) for one in unknown if one.code == "uncertain"))


def counted(words: Words) -> Lists:
    """No list, where there are too many findings to be read: only how many of single units are unknown."""
    return Lists((), sum(rule.counts[Status.UNKNOWN] for rule in words.report.rules if not rule.rolled_up), ())


def _block(words: Words, code: str, findings: list[Finding], grouping: str | None) -> Block:
    """Findings under their headings: the most urgent heading first, under each the most urgent finding."""
    alone = [("", sorted(findings, key=urgency))] if findings else []
    groups = alone if grouping == NOWHERE else by_responsible(words.phrases, findings, grouping)
    return Block(
        code=code,
        heading=words.translate(f"{code}-heading"),
        note=words.translate(f"{code}-none" if code in EMPTY and not findings else f"{code}-note"),
        groups=tuple(Group(title, tuple(map(words.item, _by_unit(many)))) for title, many in groups),
        count=len(findings),
        opened=words.office.options.unfolded or (len(findings) <= OPENED and code not in ("shares", "census")),
    )


def _by_unit(findings: list[Finding]) -> list[Finding]:
    """The findings of a unit together, at the place of its most urgent one."""
    by_unit: dict[str, list[Finding]] = {}
    for finding in findings:
        by_unit.setdefault(finding.unit, []).append(finding)
    return [finding for many in by_unit.values() for finding in many]
