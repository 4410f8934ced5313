"""Units for a screen: the tree with how the findings of each branch stand, and those that a text may mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from congress_cli import dataclass, grouped
from congress_cli.language import translate
from congress_cli.model.finding import KINDS, RANK, TO_ASK, Responsible, Status
from congress_cli.rendering.console import Page, Screen, width_of
from congress_cli.rendering.options import RenderOptions
from congress_cli.rendering.status import STATUS
from congress_cli.text import sanitize, vietnamese_order

if TYPE_CHECKING:
    from rich.text import Text

    from congress_cli.model.report import Report, ReportedUnit
    from congress_cli.model.unit_names import AnyType, AnyUnit


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit in the tree. `last`: whether it and each unit above it, below the root, is the last of its neighbours.

    `counts`: how many findings of it and of all below have each status, roll-ups left out; `below`: how many units.
    `tasks`: its own and those below, as `by_responsible` of a report counts them; `of_forces`: those in the branch that
    a task force must see to.
    """

    unit: ReportedUnit
    last: tuple[bool, ...]
    counts: Mapping[Status, int]
    below: int
    folded: bool
    tasks: Responsible
    of_forces: Mapping[str, int]

    @property
    def worst(self) -> Status | None:
        """The worst status in the branch; None where nothing is judged."""
        return min(self.counts, key=RANK.__getitem__, default=None)


def branches(report: Report, root: str | None, depth: int | None) -> Iterator[Branch]:
    """The units of a report from a root (None: from every top) downward, `depth` levels below it (None: all)."""
    below = _below(report.units)
    tops = below.get(None, []) if root is None else [report.unit_by_id[root]]
    counted = _downward(tops, below)
    counts, sizes = _counted(report, counted)
    tasks = _tasks(report, counted)
    pending: list[tuple[ReportedUnit, tuple[bool, ...]]] = [(unit, ()) for unit in reversed(_sorted(tops))]
    while pending:
        unit, last = pending.pop()
        inner = below.get(unit.id, [])
        folded = bool(inner) and depth is not None and len(last) >= depth
        own, under, of_forces = tasks[unit.id]
        yield Branch(unit, last, counts[unit.id], sizes[unit.id], folded, Responsible(unit.id, own, under), of_forces)
        if not folded:
            inner = _sorted(inner)
            pending += [(one, (*last, one is inner[-1])) for one in reversed(inner)]


def _below(units: Iterable[ReportedUnit]) -> dict[str | None, list[ReportedUnit]]:
    """The units below each unit; under None those at the top."""
    known = {unit.id for unit in units}
    return grouped(units, lambda unit: unit.parent if unit.parent in known else None)


def _sorted(units: Iterable[ReportedUnit]) -> list[ReportedUnit]:
    return sorted(units, key=lambda one: (vietnamese_order(one.name), one.id))


def _counted(report: Report, units: Sequence[ReportedUnit]) -> tuple[dict[str, Counter[Status]], dict[str, int]]:
    """For each unit the findings of its branch, and how many units stand below it."""
    counts: dict[str, Counter[Status]] = {unit.id: Counter() for unit in units}
    for finding in report.findings:
        if finding.unit in counts and not report.rule_by_id[finding.rule].rolled_up:
            counts[finding.unit][finding.status] += 1
    sizes = dict.fromkeys(counts, 0)
    for unit in reversed(units):
        if unit.parent in counts:
            counts[unit.parent] += counts[unit.id]
            sizes[unit.parent] += sizes[unit.id] + 1
    return counts, sizes


def _tasks(report: Report, units: Sequence[ReportedUnit]) -> dict[str, tuple[Counter[str], Counter[str], Counter[str]]]:
    """For each unit its own tasks, those of all below, and those in its branch that a task force must see to."""
    found = {unit.id: (Counter[str](), Counter[str](), Counter[str]()) for unit in units}
    for finding in report.of_status(WORK):
        kind = report.kind_of_task(finding)
        if kind is not None and finding.unit in found:
            who, _ = report.responsibility.of(finding, report.rule_by_id[finding.rule])
            found[finding.unit][0 if who in report.unit_by_id else 2][kind] += 1
    for unit in reversed(units):
        if unit.parent in found:
            own, under, of_forces = found[unit.id]
            found[unit.parent][1].update(own + under)
            found[unit.parent][2].update(of_forces)
    return found


def _downward(tops: Iterable[ReportedUnit], below: Mapping[str | None, list[ReportedUnit]]) -> list[ReportedUnit]:
    """These units and all below them, none before its superior."""
    ordered = list(tops)
    for unit in ordered:
        ordered += below.get(unit.id, [])
    return ordered


SCHEMA = "congress-tree/1"
WORK = (Status.OVERDUE, Status.FAILED, Status.DUE_SOON, Status.LATE, Status.UNKNOWN)
NOW = ("overdue", "failed")
GAP = "  "
COLORS = {"now": "bold red", "due_soon": "bold yellow", "to_ask": "magenta", "late": "yellow"}
DOT = " · "


def render(report: Report, drawn: Sequence[Branch], root: str | None, options: RenderOptions) -> str:
    """Each unit below its superior: the worst status of its branch, its name, its work and how much is met."""
    screen = Screen(report, options)
    if root is None:
        screen.line(_sentence(screen, "tree-heading"), "bold")
    else:
        screen.line(_sentence(screen, "tree-under", name=screen.phrases.unit(root), id=root), "bold")
    screen.line(screen.phrases.judged_day(), "dim")
    screen.line()
    for branch in drawn:
        _unit(screen, branch)
    screen.line()
    screen.line(_sentence(screen, "tree-legend"), "dim")
    if any(branch.folded for branch in drawn):
        screen.line(_sentence(screen, "tree-deeper"), "dim")
    return screen.text()


def _sentence(screen: Page, code: str, **args: Any) -> str:
    return translate(screen.options.language, f"lookup.{code}", args)


def _unit(screen: Screen, branch: Branch) -> None:
    """The unit and its counts: on one line where there is room, else the counts below it."""
    from rich.text import Text

    unit, worst = branch.unit, branch.worst
    name = Text().append(screen.plain(prefix(branch.last)), "dim")
    name.append(f"{screen.sign(worst)} " if worst else "  ", STATUS[worst].color if worst else "")
    name.append(f"{sanitize(unit.name)} ({unit.id})")
    counts = _counts(screen, branch)
    if width_of(name.plain) + len(GAP) + _length(counts) <= screen.options.width:
        screen.line(name.append(GAP).append_text(dotted(counts)))
        return
    screen.line(name, hanging=2 * len(branch.last) + 2)
    goes_on = branch.below and not branch.folded
    before = screen.plain(stem(branch.last) + ("│ " if goes_on else "  "))
    room = screen.options.width - width_of(before)
    for line in (part for filled in _filled(counts, room) for part in filled.wrap(screen.console, max(20, room))):
        screen.console.print(Text().append(before, "dim").append_text(line), soft_wrap=True)


def _counts(screen: Screen, branch: Branch) -> list[Text]:
    """The work of the branch, how much of it is met, and how many units are folded away."""
    from rich.text import Text

    parts = list(work_of(screen, branch.tasks, branch.of_forces))
    applicable = sum(branch.counts.values()) - branch.counts.get(Status.NOT_APPLICABLE, 0)
    if applicable:
        met = _sentence(screen, "tree-met", met=branch.counts.get(Status.MET, 0), applicable=applicable)
        parts.append(Text().append(met, STATUS[Status.MET].color))
    else:
        parts.append(Text().append(_sentence(screen, "tree-nothing"), "dim"))
    if branch.folded:
        parts.append(Text().append(_sentence(screen, "tree-folded", count=branch.below), "dim"))
    return parts


def work_of(screen: Screen, tasks: Responsible, of_forces: Mapping[str, int]) -> Iterator[Text]:
    """What is to be done now, due soon, to be asked, done late: own and below; and what task forces must do."""
    from rich.text import Text

    kinds = {"now": NOW, "due_soon": ("due_soon",), "to_ask": (TO_ASK,), "late": ("late",)}
    for name, parts in kinds.items():
        own, below = (sum(counts.get(part, 0) for part in parts) for counts in (tasks.own, tasks.below))
        if own or below:
            whose = "both" if own and below else "below" if below else "own"
            count = _sentence(screen, f"work-{name}", count=own + below)
            yield Text().append(_sentence(screen, f"work-{whose}", work=count, own=own, below=below), COLORS[name])
    if carried := sum(of_forces.get(part, 0) for part in (*NOW, "due_soon")):
        yield Text().append(_sentence(screen, "work-forces", count=carried), COLORS["due_soon"])


def _filled(parts: list[Text], room: int) -> Iterator[Text]:
    """Parts in as few lines as they need; none is torn."""
    line: list[Text] = []
    for part in parts:
        if line and _length([*line, part]) > room:
            yield dotted(line)
            line = []
        line.append(part)
    yield dotted(line)


def dotted(parts: Iterable[Text]) -> Text:
    """Parts on one line with dots between them."""
    from rich.text import Text

    return Text(DOT, "dim").join(parts)


def _length(parts: Sequence[Text]) -> int:
    return sum(width_of(part.plain) for part in parts) + len(DOT) * (len(parts) - 1)


def render_json(report: Report, drawn: Sequence[Branch]) -> str:
    """The same units in the same order as a list, each with its depth below the first."""
    from congress_cli.formats.json import document

    tree = {
        "schema": SCHEMA,
        "as_of": report.as_of.isoformat(),
        "as_of_from": report.as_of_from,
        "units": [
            {
                "id": one.unit.id,
                "name": one.unit.name,
                "parent": one.unit.parent,
                "depth": len(one.last),
                "below": one.below,
                "folded": one.folded,
                "worst": one.worst,
                "tasks": {"own": all_kinds(one.tasks.own), "below": all_kinds(one.tasks.below)},
                "of_task_forces": all_kinds(one.of_forces),
                "counts": {status: one.counts[status] for status in Status if one.counts.get(status)},
            }
            for one in drawn
        ],
    }
    return document(tree)


def all_kinds(counts: Mapping[str, int]) -> dict[str, int]:
    """How much of each kind of work, also of what there is none."""
    return {kind: counts.get(kind, 0) for kind in KINDS}


def prefix(last: Sequence[bool]) -> str:
    """What stands before a unit: for each level above it whether more follow there, then its own branch."""
    return stem(last[:-1]) + ("└ " if last[-1] else "├ ") if last else ""


def stem(last: Sequence[bool]) -> str:
    """What stands before the further lines of a unit."""
    return "".join("  " if one else "│ " for one in last)


HITS_SCHEMA = "congress-hits/1"


def render_found(
    text: str,
    hits: Sequence[AnyUnit],
    units: Iterable[AnyUnit],
    types: Mapping[str, AnyType],
    options: RenderOptions,
) -> str:
    """A line a unit: id, name, type, and whose unit it is. `units`: all there are."""
    page = Page(options)
    page.line(_sentence(page, "hits", count=len(hits), text=text), "dim")
    names = {unit.id: unit.name for unit in units}
    room = max(len(unit.id) for unit in hits) + 2
    column = min(max(width_of(sanitize(unit.name)) for unit in hits) + 2, options.width // 2)
    for unit in hits:
        name = sanitize(unit.name)
        line = page.styled(name + " " * max(2, column - width_of(name)))
        about = [sanitize(types[unit.type].in_language(options.language))]
        if unit.parent is not None:
            about.append(_sentence(page, "hit-below", name=names[unit.parent]))
        page.row(page.styled(unit.id, "bold"), line.append(page.plain(DOT.join(about)), style="dim"), room)
    page.line(_sentence(page, "hit-next", id=hits[0].id), "dim")
    return page.text()


def render_found_json(text: str, hits: Sequence[AnyUnit]) -> str:
    """The same as JSON."""
    from congress_cli.formats.json import document

    found = [{key: getattr(unit, key) for key in ("id", "name", "level", "type", "parent", "code")} for unit in hits]
    return document({"schema": HITS_SCHEMA, "text": text, "units": found})
