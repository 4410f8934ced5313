"""Whom to call and what to ask, and what turns by itself until the horizon, as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.text import Text

from congress_cli import grouped
from congress_cli.days import on
from congress_cli.language import translate
from congress_cli.model.ahead import TASK_CALLS, Agenda, Call, CallKind, DayAhead, Role
from congress_cli.model.coming import Colliding
from congress_cli.model.message import Message
from congress_cli.model.report import Report
from congress_cli.rendering.ahead import MOST, collision, day_ahead
from congress_cli.rendering.console import Screen
from congress_cli.rendering.options import RenderOptions
from congress_cli.text import vietnamese_order

MOST_PAST = 4


class ReportWords:
    """The words of what is said beside one report, in one language."""

    def __init__(self, report: Report, options: RenderOptions) -> None:
        self.report, self.options = report, options
        self.screen = Screen(report, options)
        self.phrases = self.screen.phrases

    def translate(self, code: str, **args: object) -> str:
        """A sentence of the catalogue, in signs that the stream can show."""
        return self.screen.plain(translate(self.options.language, f"ahead.{code}", args, self.phrases.short_fact))

    def sentence(self, message: Message) -> str:
        """A message in these words."""
        return self.screen.plain(translate(self.options.language, message, name_of=self.phrases.short_fact))

    def named(self, unit: str) -> str:
        """A unit's name and id."""
        return f"{self.phrases.unit(unit)} ({unit})"

    def collision(self, one: Colliding) -> str:
        """What does not go together on which day."""
        return self.screen.plain(collision(self.phrases, one))

    def collisions(self, found: Sequence[Colliding]) -> None:
        """A block of all of them; nothing where there is none."""
        if found:
            self.screen.heading(self.translate("collisions-heading"), str(len(found)))
        for one in found:
            self.screen.line(f"! {self.collision(one)}", indent=1, hanging=2)


class Words(ReportWords):
    """The words of one agenda in one language."""

    def __init__(self, found: Agenda, options: RenderOptions) -> None:
        super().__init__(found.report, options)
        self.found = found

    def question(self, call: Call) -> str:
        """What to ask."""
        return self.sentence(call.ask)

    def title(self, call: Call) -> str:
        """The title of the rule; of a promise, what was promised."""
        if call.rule is None:
            return self.translate("promise-title", fact=call.ask.args["fact"])
        return self.screen.title(self.report.rule_by_id[call.rule])

    def sign(self, call: Call) -> Text:
        """The status, or that a promise was broken."""
        if call.finding is None:
            return Text(self.translate("promise-sign"), "bold red")
        return self.screen.status(call.finding.status)

    def left(self, call: Call) -> str:
        """How far the last day is."""
        if call.last_day is None:
            return ""
        left = (call.last_day - self.report.as_of).days
        code = "left" if left > 0 else "today" if left == 0 else "ago"
        return self.translate(code, days=abs(left))

    def head(self, call: Call, by: str) -> str:
        """The heading that a call stands under."""
        if by == "responsible":
            return f"{self.phrases.body(call.whom)} ({call.whom})"
        if by == "unit":
            return self.named(call.unit)
        if call.kind in TASK_CALLS:
            return self.translate("head-promise" if call.kind is CallKind.PROMISE else "head-tasks")
        if call.last_day is None:
            return self.translate("head-no-day")
        return self.translate("head-day", day=on(call.last_day), left=self.left(call))


def rendered(found: Agenda, by: str, options: RenderOptions) -> str:
    """The calls, grouped, what is alike said once; then what turns day by day."""
    words = Words(found, options)
    screen = words.screen
    screen.head()
    counts = Counter(call.kind for call in found.calls)
    parts = [words.translate(f"count-{kind.value}", count=counts[kind]) for kind in CallKind if counts[kind]]
    screen.line(words.translate("next-sum", counts=parts) if parts else words.translate("next-none"), "bold", hanging=2)
    for head, calls in under_heads(words, by):
        _block(words, head, calls, by)
    for how in _how_to_record(words) if found.calls else ():
        screen.line(how, "italic", indent=1, hanging=2)
    words.collisions(found.collisions)
    _if_nobody_acts(words)
    return screen.text()


def _how_to_record(words: Words) -> Iterator[str]:
    """The command for the first answer; of an event with a plan, also that for a promise."""
    call = words.found.calls[0]
    fact = str(call.ask.args.get("fact") or call.ask.args["facts"][0])
    yield words.translate("record", command=words.screen.record_command(call.unit, fact, call.finding))
    if call.plan is not None:
        yield words.translate("record-promise", command=words.screen.record_command(call.unit, call.plan))


def under_heads(words: Words, by: str) -> list[tuple[str, list[Call]]]:
    """The calls under their headings: in the order of the calls, units and committees in the order of their names."""
    return [*grouped(words.found.calls, lambda call: words.head(call, by)).items()]


def _block(words: Words, head: str, calls: list[Call], by: str) -> None:
    screen = words.screen
    screen.heading(head, words.translate("calls", count=len(calls)))
    alike = [*grouped(calls, _question_key).values()]
    last_day = None if by != "day" or calls[0].kind in TASK_CALLS else calls[0].last_day
    past = last_day is not None and last_day < words.report.as_of
    most = len(alike) if words.options.unfolded else MOST_PAST if past else MOST
    for group in alike[:most]:
        _entry(words, group, by)
    if len(alike) > most:
        screen.line(words.translate("more-questions", count=len(alike) - most), "dim", indent=1)


def _question_key(call: Call) -> tuple[object, ...]:
    """What is alike for calls that are listed once."""
    return call.finding and call.finding.status, call.rule, call.ask.code, str(call.ask.args)


def _entry(words: Words, calls: list[Call], by: str) -> None:
    """One question and of whom; what a task or a turn says of time stands beside it."""
    screen, first = words.screen, calls[0]
    text = words.sign(first).append(f"  {words.title(first)}", "not bold default")
    if first.kind in TASK_CALLS or by != "day":
        text.append(f" · {words.left(first)}" if words.left(first) else "", "not bold dim default")
    if first.role is not Role.OWN:
        text.append(f" · {words.translate(f'role-{first.role.value}')}", "not bold dim default")
    screen.line(text, indent=1, hanging=2)
    screen.line(words.translate("ask", question=words.question(first)), "italic", indent=3, hanging=2)
    if by != "unit":
        screen.line(_whom(words, calls), indent=5)
    turns = {call.turn[0] for call in calls if call.turn is not None}
    if turns and first.turn is not None:
        status = screen.phrases.status(first.turn[1])
        screen.line(words.translate("turns", day=on(min(turns)), status=status), "dim", indent=5)


def _whom(words: Words, calls: list[Call]) -> str:
    """The units that are asked themselves, and of those below a committee how many."""
    if len(calls) <= MOST or words.options.verbose:
        return ", ".join(f"{words.phrases.unit(one.unit).removeprefix('Đảng bộ ')} ({one.unit})" for one in calls)
    by_whom = Counter(call.whom for call in calls)
    ranked = sorted(by_whom.items(), key=lambda pair: (-pair[1], vietnamese_order(words.phrases.body(pair[0]))))
    listed = ", ".join(f"{words.phrases.body(who)} {count}" for who, count in ranked[:MOST])
    more = words.translate("more-committees", count=len(ranked) - MOST) if len(ranked) > MOST else ""
    return f"{listed}, {more}" if more else listed


def _if_nobody_acts(words: Words) -> None:
    """Each day on which something turns or is planned, with what turns and how the counts are then."""
    found, screen = words.found, words.screen
    last = found.ahead[-1].day
    screen.heading(words.translate("nobody-heading", day=on(last)), words.translate("nobody-note"))
    eventful = [day for day in found.ahead if day.turns or day.planned]
    for day in eventful:
        screen.line(day_line(words, day), indent=1, hanging=2)
    before, after = found.ahead[0], found.ahead[-1]
    moved = [
        words.translate("from-to-status", status=screen.phrases.status(status), old=before.totals[status], new=count)
        for status, count in after.totals.items()
        if count != before.totals[status]
    ]
    if moved:
        screen.line(words.translate("nobody-sum", day=on(last), changes=moved), indent=1, hanging=2)
    elif not any(day.turns for day in found.ahead):
        screen.line(words.translate("nobody-nothing"), indent=1, hanging=2)


def day_line(words: Words, day: DayAhead) -> str:
    """A day: whether it is one off, what turns on it from what to what, and what is planned for it."""
    return words.screen.plain(day_ahead(words.phrases, day))
