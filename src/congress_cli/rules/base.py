"""What every kind of rule must say of itself. A kind that leaves something out fails when its module is imported.

No code outside this folder asks of which kind a rule is; it asks the rule.
"""

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from itertools import product
from typing import Any, ClassVar, Literal, NamedTuple, get_args, get_origin

from pydantic import Field

from congress_cli import dataclass
from congress_cli.days import Day
from congress_cli.model.directive import Modality
from congress_cli.model.facts import (
    Fact,
    FactKind,
    Id,
    Model,
    Named,
    OneOrMany,
    WholeNumber,
)
from congress_cli.model.finding import Finding, Severity
from congress_cli.model.registry import Registry, Unit
from congress_cli.rules.bounds import Limited, UnitEvent, anchor_days
from congress_cli.rules.context import (
    BELOW,
    OWN,
    PLACES,
    JudgeContext,
    Others,
    Outcome,
    Paper,
    Part,
    Selector,
    Subject,
    UnitInWorld,
    Unless,
    Verdict,
)
from congress_cli.rules.proof import ProofStep, Run
from congress_cli.rules.words import Words
from congress_cli.worlds import Shift

WARN_DAYS = 14
LATER = timedelta(days=60)

Path = tuple[int | str, ...]
Raw = dict[str, Any]


class ItemOf(NamedTuple):
    """An item of that checklist, as what a name in a rule must be."""

    fact: str


class FigureOf(NamedTuple):
    """An indicator of those measures, as what a name in a rule must be."""

    fact: str


class PartOf(NamedTuple):
    """A day or a sort of those cases, as what a name in a rule must be; `field`: `days` or `sorts`."""

    fact: str
    field: str


class Reference(NamedTuple):
    """A name in a rule: where it stands, the name, and what it must be.

    `kind`: a kind of fact, an item, the type of a parameter's value, or Rule. `of`: whose fact it is: the judged
    unit's own, or that of the units in another role (`children`, `below`).
    """

    field: Path
    name: str
    kind: FactKind | ItemOf | FigureOf | PartOf | type
    of: str = OWN


class Order(NamedTuple):
    """Two events of which one must come first. `strict`: one day cannot serve both, or the later one waits."""

    earlier: str
    later: str
    strict: bool


class Recurrence(NamedTuple):
    """What comes again: its fact, where its periods begin, and the fewest days of one.

    `first`, `last`: the days from and until which they count, where they are fixed. `numbered`: counted from there.
    """

    fact: str
    begins: date | str | UnitEvent
    first: date | None
    last: date | None
    days: int
    numbered: bool


class Mutable(NamedTuple):
    """The fields of a kind whose change must reach a finding; paths from the rule's root in the file.

    `days` and `numbers` are moved by one, `lines` left out, `weaker` values put for stronger ones, `swaps` turned
    round, `lists` shortened by each entry, and every line of the `selectors` left out.
    """

    days: tuple[Path, ...] = ()
    numbers: tuple[Path, ...] = ()
    lines: tuple[str, ...] = ()
    weaker: tuple[tuple[str, str, str], ...] = ()
    swaps: tuple[tuple[str, str, str], ...] = ()
    lists: tuple[str, ...] = ()
    selectors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """The facts by name; `code`: the sentence that tells of them, where it is a special one; `by`: their last day."""

    facts: Mapping[str, Fact]
    code: str | None = None
    by: date | None = None


class Rule(Model):
    """What every rule has, whatever its kind."""

    id: Id
    kind: str
    title: Named
    clause: OneOrMany
    owner: OneOrMany
    modality: Modality
    applies_to: Selector
    unless: Unless | None = None
    severity_written: Severity | None = Field(default=None, alias="severity")
    remedy: Named | None = None
    examples: tuple[Mapping[str, Any], ...] = ()

    kinds: ClassVar[dict[str, type["Rule"]]] = {}
    of_one_unit: ClassVar[bool] = True
    limit_basis: Literal["stated", "inferred"] = "stated"
    warn_days: WholeNumber = WARN_DAYS

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        written = cls.model_fields["kind"].annotation
        if get_origin(written) is not Literal:
            return  # what several kinds have in common
        lacking = [name for name in ("summary", "mutable") if not hasattr(cls, name)]
        lacking += sorted(cls.__abstractmethods__)
        if lacking:
            raise TypeError(f"{cls.__name__} does not say of its kind: {', '.join(lacking)}")
        cls.kinds[get_args(written)[0]] = cls

    # ---- what a kind must say

    summary: ClassVar[Mapping[str, str]]
    """When it is met, in a few words of each language."""

    mutable: ClassVar[Mutable]
    """Its own fields whose change its examples must notice."""

    @abstractmethod
    def names(self) -> Iterator[Reference]:
        """What its own fields name of the vocabulary, the parameters and the rules."""

    @abstractmethod
    def judge(self, case: UnitInWorld) -> Verdict:
        """How a unit (or task force) stands in one world."""

    @abstractmethod
    def asks(self, words: Words) -> Iterator[str]:
        """What it asks for beside the facts it reads, in words."""

    @abstractmethod
    def fulfilment(self, unit: Unit, day: Day, context: JudgeContext) -> Fulfilment:
        """The facts of the unit that would fulfil it on that day; none where that cannot be said."""

    @abstractmethod
    def below_steps(self, run: Run, finding: Finding, rules: "Iterable[Rule]") -> Iterator[ProofStep]:
        """What stands below the unit and made the finding, as steps of its proof."""

    @abstractmethod
    def neighbours(self, paper: Paper, rules: "Mapping[str, Rule]") -> Iterator[Raw]:
        """What an example of it may need beside the judged unit's facts: keys of an example with their values."""

    # ---- what a kind may say

    @property
    def of_task_forces(self) -> bool:
        """Whether task forces are judged, not units."""
        return False

    @property
    def of_parts(self) -> str:
        """The fact whose parts it judges by themselves, if it does."""
        return ""

    @property
    def start(self) -> UnitEvent | None:
        """What it waits for."""
        return None

    @property
    def time(self) -> Limited | None:
        """Its fields of time, where its kind has any."""
        return None

    @property
    def limit(self) -> Limited | None:
        """The limit that is written in it."""
        return None

    @property
    def bound_event(self) -> str | None:
        """The event that the limit binds, if it binds one."""
        return None

    @property
    def limit_event(self) -> str | None:
        """The event that the limit is counted from, if it is one."""
        return None

    def timing(self) -> Iterator[Reference]:
        """What start and limit name."""
        yield from ()

    def parts(self, subject: Subject, context: JudgeContext, others: Others) -> Iterable[Part]:
        """What is judged by itself, in the worlds of its own days."""
        del subject, context, others
        return (Part("", self.judge),)

    def combined(self, outcomes: Sequence[tuple[str, Outcome]], as_of: date) -> Outcome:
        """The outcome of the parts; `outcomes` are theirs with their names, in their order."""
        del as_of
        ((_, one),) = outcomes
        return one

    def part_on(self, day: date, unit: Unit, registry: Registry) -> str | None:
        """The period of its series in which a day lies for a unit; None where it has none or that is not known."""
        del day, unit, registry
        return None

    def part_days(self, part: str, unit: Unit, registry: Registry) -> tuple[date, date] | None:
        """The first and the last day of a period of its series; None where they are not known."""
        del part, unit, registry
        return None

    def asks_part(self, part: str, unit: Unit, registry: Registry) -> bool | None:
        """Whether it asks a unit for a period of its series; None where that is not known yet."""
        del part, unit, registry
        return True

    def know(self, paper: Paper) -> None:
        """Take note of the vocabulary, where what a name means depends on it."""

    def misfits(self, paper: Paper) -> Iterator[tuple[Path, str, Mapping[str, Any]]]:
        """What in it does not fit the vocabulary: field, code and arguments of each mistake."""
        del paper
        yield from ()

    def rolls_up(self, rules: "Iterable[Rule]") -> frozenset[str]:
        """The ids of those rules whose findings it adds up."""
        del rules
        return frozenset()

    def selectors(self) -> Iterator[tuple[str, Selector]]:
        """Every selector of units with the field it stands in."""
        yield "applies_to", self.applies_to
        if self.unless is not None:
            yield "unless", self.unless

    def plan_events(self) -> tuple[str, ...]:
        """The events whose plans give a last day until they are held."""
        return ()

    def precedences(self) -> Iterator[Order]:
        """Pairs of events of which the first must come before the second."""
        yield from ()

    def recurrence(self, paper: Paper) -> Recurrence | None:
        """What comes again, where something does."""
        del paper
        return None

    def lookups(self, paper: Paper) -> Iterator[tuple[Shift, date]]:
        """How days are counted from those that need no data, and these days."""
        time = self.time
        if time is not None:
            for bound in time.bounds:
                yield from product(time.shifts(bound, paper), anchor_days(bound, paper))

    def ordered_events(self) -> tuple[str, ...]:
        """The events that fulfil it, in the order in which they must happen; none where facts of other kinds do."""
        return () if self.bound_event is None else (self.bound_event,)

    @property
    def gap(self) -> int:
        """How many days must lie between two of its events."""
        return 0

    def lead_days(self, event: str | None) -> int:
        """How many days the office needs for one of its events, or for the matter itself; for planning only."""
        del event
        return 0

    def numbered_events(self) -> tuple[str, ...]:
        """The events whose document number is asked for."""
        return ()

    @property
    def from_start(self) -> tuple[str, ...]:
        """An event of the unit and those that may not lie before it, where no finding depends on its day once they have
        followed it; else nothing."""
        return ()

    def renumbered(self, args: Mapping[str, Any], facts: Mapping[str, Fact]) -> Mapping[str, Any]:
        """The args of a finding for facts that differ from the judged ones in their document numbers alone."""
        del facts
        return args

    def limit_line(self, words: Words) -> Iterator[tuple[str, str]]:
        """Start and limit in words, each with its label."""
        del words
        yield from ()

    def limit_steps(self, run: Run, finding: Finding) -> Iterator[ProofStep]:
        """How the last day follows, as steps of a proof."""
        del run, finding
        yield from ()

    def reference_steps(self, run: Run) -> Iterator[ProofStep]:
        """Where the values come from that facts are compared with, as steps of a proof."""
        del run
        yield from ()

    def unwritten_lists(self, paper: Paper) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """Lists that the rule leaves to the vocabulary: the field that implies one, its own field, the entries."""
        del paper
        yield from ()

    def turning_days(self, paper: Paper) -> Iterator[date]:
        """The days on which its parameters begin, and those that they hold."""
        for name in self.parameters():
            for begins, dated in paper.parameters[name].items():
                yield begins
                if isinstance(dated.value, date):
                    yield dated.value

    def example_days(self, paper: Paper, rules: "Iterable[Rule]") -> Iterator[date]:
        """The days near which its examples tell something; a later one for limits by a plan."""
        del rules
        yield from self.turning_days(paper)
        if self.limit is not None or self.plan_events():
            yield paper.directive.issued + LATER

    # ---- what follows from that

    def references(self) -> tuple[Reference, ...]:
        """Everything that it names."""
        return (*self.names(), *self.timing(), *self._figures())

    def _figures(self) -> Iterator[Reference]:
        """The figures that decide which units it concerns."""
        for field, selector in self.selectors():
            of = OWN if field in ("applies_to", "unless") else BELOW
            for fact, figures in (selector.where or {}).items():
                yield Reference((field, "where", fact), fact, FactKind.MEASURES, of)
                yield from (Reference((field, "where", fact, one), one, FigureOf(fact), of) for one in figures)

    def reads(self) -> tuple[Reference, ...]:
        """The facts that it looks at, and whose they are."""
        return tuple(one for one in self.references() if isinstance(one.kind, FactKind))

    def judged_facts(self) -> tuple[str, ...]:
        """The unit's facts that its own fields name."""
        return _own(self.names())

    def own_facts(self) -> tuple[str, ...]:
        """The unit's facts that it looks at: its own fields' first, then those of start and limit."""
        return _own(self.references())

    def parameters(self) -> tuple[str, ...]:
        """The parameters that it looks at."""
        return tuple(one.name for one in self.references() if isinstance(one.kind, type) and one.kind is not Rule)

    def units_named(self) -> tuple[str, ...]:
        """The units that it names by their ids, each once."""
        named = [one.of for one in self.reads() if one.of not in PLACES]
        named += [one for _, selector in self.selectors() for one in selector.unit or ()]
        return tuple(dict.fromkeys(named))

    def may_concern(self, unit: Unit) -> bool:
        """Whether it may concern a unit, as far as no figure decides."""
        unless = self.unless
        out = unless is not None and unless.where is None and unless.takes(unit)
        return self.applies_to.takes(unit) and not out

    @cached_property
    def by_figures(self) -> bool:
        """Whether figures decide which units it concerns."""
        return self.applies_to.where is not None or (self.unless is not None and self.unless.where is not None)

    def changeable(self) -> Mutable:
        """All fields whose change must reach a finding."""
        return self.mutable

    @property
    def severity(self) -> Severity:
        """Written, or: a must with a limit in the paper's words is a violation, all else a warning."""
        if self.severity_written is not None:
            return self.severity_written
        grave = self.modality is Modality.MUST and self.limit_basis == "stated"
        return Severity.VIOLATION if grave else Severity.WARNING


def _own(references: Iterable[Reference]) -> tuple[str, ...]:
    """The facts of the judged unit among what is named, each once."""
    return tuple(dict.fromkeys(one.name for one in references if isinstance(one.kind, FactKind) and one.of == OWN))
