"""The lists: to do first, then done late, waived, rolled up and counted; the unknown rule by rule."""

from __future__ import annotations

from dataclasses import dataclass

from congress_cli.formats.html.words import Item, Words
from congress_cli.model.finding import Finding, Status
from congress_cli.rendering.status import URGENT, of_units, responsible, urgency
from congress_cli.text import vietnamese_order

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
    return _Lists(words).all()


def counted(words: Words) -> Lists:
    """No list, where there are too many findings to be read: only how many of single units are unknown."""
    return Lists((), sum(rule.counts[Status.UNKNOWN] for rule in words.report.rules if not rule.rolled_up), ())


class _Lists:
    """The findings of one report, block by block."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.options = words.office.options
        self.work = of_units(words.report)

    def all(self) -> Lists:
        rules = self.words.report.rule_by_id
        rolled = [one for one in self.words.report.findings if rules[one.rule].rolled_up]
        shares = [one for one in rolled if rules[one.rule].shares and one.status not in UNREMARKABLE]
        blocks = (
            self.block("todo", [one for one in self.work if one.status in PAST], self.options.group_by),
            self.block("soon", [one for one in self.work if one.status is Status.DUE_SOON], self.options.group_by),
            self.block("late", [one for one in self.work if one.status is Status.LATE], "branch"),
            self.block("waived", [one for one in self.work if one.status is Status.WAIVED], "branch"),
            self.block("shares", shares, "rule"),
            self.block("census", [one for one in rolled if not rules[one.rule].shares], NOWHERE),
        )
        whole = self.words.report.whole  # what was not asked for cannot be called absent
        kept = tuple(block for block in blocks if block.count or (block.code in EMPTY and whole))
        unknown = [one for one in self.work if one.status is Status.UNKNOWN]
        undecided = [one for one in unknown if one.code == "uncertain"]
        return Lists(kept, len(unknown), tuple(map(self.words.item, undecided)))

    def block(self, code: str, findings: list[Finding], grouping: str | None) -> Block:
        """Findings under their headings: the most urgent heading first, under each the most urgent finding."""
        groups: dict[str, list[Finding]] = {}
        for finding in sorted(findings, key=urgency):
            heading = "" if grouping == NOWHERE else responsible(self.words.phrases, finding, grouping)
            groups.setdefault(heading, []).append(finding)
        ordered = sorted(groups.items(), key=lambda pair: (urgency(pair[1][0])[:2], vietnamese_order(pair[0])))
        return Block(
            code=code,
            heading=self.words.translate(f"{code}-heading"),
            note=self.words.translate(f"{code}-none" if code in EMPTY and not findings else f"{code}-note"),
            groups=tuple(Group(title, tuple(map(self.words.item, _by_unit(many)))) for title, many in ordered),
            count=len(findings),
            opened=self.options.unfolded or (len(findings) <= OPENED and code not in ("shares", "census")),
        )


def _by_unit(findings: list[Finding]) -> list[Finding]:
    """The findings of a unit together, at the place of its most urgent one."""
    by_unit: dict[str, list[Finding]] = {}
    for finding in findings:
        by_unit.setdefault(finding.unit, []).append(finding)
    return [finding for many in by_unit.values() for finding in many]
