"""The digest for a mail: what is overdue by name, what is due within a week, whom to ask for what, what changed."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, timezone
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from itertools import groupby

from congress_cli.days import on
from congress_cli.language import translate
from congress_cli.language.commands import same_command
from congress_cli.model.ahead import Agenda, CallKind
from congress_cli.model.comparison import Change, Comparison
from congress_cli.model.finding import Finding, Status
from congress_cli.model.report import Report
from congress_cli.rendering.options import RenderOptions
from congress_cli.rendering.phrases import Phrases
from congress_cli.rendering.status import FEW, NOW, by_responsible, of_units, questions, responsible, some, to_be_asked
from congress_cli.screens.agenda import Words, day_line
from congress_cli.screens.comparison import counted

WEEK = 7
MOST = 30
COUNTED = (Change.NEW, Change.WORSE, Change.UNCLEAR, Change.BEGUN, Change.MENDED, Change.BETTER, Change.LEFT)


class Digest:
    """The lines of one report, and of what changed since an earlier one where there is any.

    Every unit or task force responsible is named; of very many findings some are counted alone.
    """

    def __init__(
        self, report: Report, found: Comparison | None, options: RenderOptions, agenda: Agenda | None = None
    ) -> None:
        self.report = report
        self.found = found
        self.agenda = None if agenda is None else Words(agenda, options)
        self.phrases = Phrases(report, options.language)
        self.language = options.language
        self.given = options.given
        self.until = report.as_of + timedelta(days=WEEK)
        alarming = found.alarming if found is not None else ()
        self.new = {(one.finding.unit, one.finding.rule) for one in alarming}

    def translate(self, code: str, **args: object) -> str:
        """A sentence of the catalogue."""
        return translate(self.language, f"runs.{code}", args)

    def subject(self) -> str:
        """One line for the head of a mail."""
        return self.translate("digest-subject", day=on(self.report.as_of), verdict=self._verdict())

    def text(self) -> str:
        """The head, and whatever else there is to say, in paragraphs."""
        see = self.translate("digest-see", command=same_command(self.report.command, self.given))
        parts = (self._head(), self._now(), self._due(), self._ahead(), self._asked(), self._late(), [see])
        return "\n\n".join("\n".join(lines) for part in parts if (lines := list(part))) + "\n"

    def _head(self) -> Iterator[str]:
        met, unknown = self.report.totals[Status.MET], self.report.totals[Status.UNKNOWN]
        yield self.translate("digest-head", directive=self.phrases.directive(), day=on(self.report.as_of))
        yield self.translate(
            "digest-totals", verdict=self._verdict(), met=met, applicable=self.report.applicable, unknown=unknown
        )
        found = self.found
        if found is None:
            yield self.translate("digest-since-none")
            return
        moved = counted(self.translate, Counter(one.change for one in found.of_units), COUNTED)
        line = self.translate("digest-since", day=on(found.old.as_of), changes=moved or self.translate("history-same"))
        yield f"{line} {self.translate('digest-other-rulebook')}" if found.other_rulebook else line

    def _verdict(self) -> str:
        return ", ".join(text for _, text in self.phrases.verdict())

    def _now(self) -> Iterator[str]:
        """What is overdue or failed, under the one responsible; of very many the rest by name and number."""
        findings = of_units(self.report, NOW)
        left = MOST
        for who, members in by_responsible(self.phrases, findings):
            if left == MOST:
                yield self.translate("digest-now", count=len(findings))
            yield self.translate("digest-who", who=who, count=len(members))
            yield from map(self._task, members[:left])
            if len(members) > left:
                yield self.translate("digest-more", count=len(members) - left)
            left = max(0, left - len(members))

    def _task(self, one: Finding) -> str:
        text = self.phrases.in_time(one) if one.status is Status.OVERDUE else self.phrases.message(one)
        code = "digest-new" if (one.unit, one.rule) in self.new else "digest-one"
        return self._line(code, one, text or self.phrases.status(one.status))

    def _line(self, code: str, one: Finding, text: str) -> str:
        return self.translate(code, unit=self.phrases.unit(one.unit), title=self._title(one), text=text)

    def _due(self) -> Iterator[str]:
        """What has its last day within a week: by day and matter, the units by name."""
        soon = [one for one in of_units(self.report) if self._within_a_week(one)]
        yield self.translate("digest-due", day=on(self.until), count=len(soon))
        soon.sort(key=lambda one: (one.last_day or self.until, one.rule))
        for day, of_day in groupby(soon, key=lambda one: one.last_day or self.until):
            for _, group in groupby(of_day, key=lambda one: one.rule):
                members = list(group)
                units = some(self.phrases, [self.phrases.unit(one.unit) for one in members])
                yield self.translate("digest-due-one", day=on(day), title=self._title(members[0]), units=units)

    def _within_a_week(self, one: Finding) -> bool:
        """A last day from the judged day to a week after it, both included."""
        open_still = one.status in (Status.DUE_SOON, Status.OPEN)
        return open_still and one.days_left is not None and 0 <= one.days_left <= WEEK

    def _ahead(self) -> Iterator[str]:
        """Promises not kept; what turns by itself within the week, day by day; planned days that collide."""
        if self.agenda is None:
            return
        found = self.agenda.found
        broken = [call for call in found.calls if call.kind is CallKind.PROMISE]
        if broken:
            yield self.translate("digest-promises", count=len(broken))
        for call in broken[:MOST]:
            yield self.translate("digest-bullet", text=f"{self.phrases.unit(call.unit)}: {self.agenda.question(call)}")
        turning = [day for day in found.ahead if day.turns]
        if turning:
            yield self.translate("digest-ahead", day=on(found.ahead[-1].day))
        for day in turning:
            yield self.translate("digest-bullet", text=day_line(self.agenda, day))
        if found.collisions:
            yield self.translate("digest-collisions", count=len(found.collisions))
        for one in found.collisions[:MOST]:
            yield self.translate("digest-bullet", text=self.agenda.collision(one))

    def _asked(self) -> Iterator[str]:
        """What is to be asked of whom, a question after the other."""
        asked = to_be_asked(self.report)
        if asked:
            yield self.translate("digest-asked", count=len(asked))
        for rule, group in groupby(asked, key=lambda one: one.rule):
            members = list(group)
            for question in questions(self.phrases, self.report.rule_by_id[rule], members, self._whom):
                yield self.translate("digest-question", title=self._title(members[0]), question=question)

    def _whom(self, phrases: Phrases, findings: list[Finding]) -> str:
        """Everyone responsible; behind the name which units below, or how many where they are not few."""
        below: dict[str, list[str]] = {}
        for one in findings:
            _, is_own = self.report.responsibility.of(one, self.report.rule_by_id[one.rule])
            units = below.setdefault(responsible(phrases, one, None), [])
            units += [] if is_own else [phrases.short_unit(one.unit)]
        few = len(findings) <= FEW
        ranked = sorted(below.items(), key=lambda pair: -len(pair[1]))
        listed = ((who, ", ".join(units) if few else len(units)) for who, units in ranked)
        return ", ".join(f"{who} ({units})" if units else who for who, units in listed)

    def _late(self) -> Iterator[str]:
        """What was done late since the earlier report."""
        late = [one for one in of_units(self.report, (Status.LATE,)) if (one.unit, one.rule) in self.new]
        if late:
            yield self.translate("digest-late", count=len(late))
        yield from (self._line("digest-one", one, self.phrases.in_time(one)) for one in late[:MOST])
        if len(late) > MOST:
            yield self.translate("digest-more", count=len(late) - MOST)

    def _title(self, one: Finding) -> str:
        return self.phrases.title(self.report.rule_by_id[one.rule])


SIX = time(6, tzinfo=timezone(timedelta(hours=7)))
LONGEST_SUBJECT = 200


def mail(subject: str, text: str, as_of: date, sender: str | None, to: str | None) -> bytes:
    """The bytes of the mail, dated six in the morning after the judged day, in Vietnam."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = _flat(subject)[:LONGEST_SUBJECT]
    message["Date"] = format_datetime(datetime.combine(as_of + timedelta(days=1), SIX))
    digest = hashlib.sha256(f"{subject}\n{text}".encode()).hexdigest()[:24]
    message["Message-ID"] = f"<{digest}@congress.invalid>"
    if sender:
        message["From"] = _flat(sender)
    if to:
        message["To"] = _flat(to)
    message["X-Unsent"] = "1"
    message.set_content(text, charset="utf-8", cte="base64")
    return message.as_bytes()


def _flat(text: str) -> str:
    return " ".join(text.split())
