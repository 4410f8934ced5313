"""The digest, ten lines for a mail: what changed, what is due within a week, whom to call."""

from __future__ import annotations

import hashlib
import shlex
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, timezone
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from congress_cli.days import on
from congress_cli.language import translate
from congress_cli.model.comparison import Change, Changed, Comparison
from congress_cli.model.finding import Finding, Status
from congress_cli.model.report import Report
from congress_cli.rendering.options import RenderOptions
from congress_cli.rendering.phrases import Phrases
from congress_cli.rendering.status import URGENT, of_units
from congress_cli.text import vietnamese_order

WEEK = 7
MOST_CHANGES = MOST_DUE = 2
MOST_CALLS = 4
TOLD = (Change.NEW, Change.WORSE, Change.UNCLEAR, Change.MENDED, Change.BETTER, Change.LEFT)


class Digest:
    """The lines of one report, and of what changed since an earlier one where there is any."""

    def __init__(self, report: Report, found: Comparison | None, options: RenderOptions) -> None:
        self.report = report
        self.work = of_units(report)
        self.found = found
        self.phrases = Phrases(report, options.language)
        self.language = options.language
        self.until = report.as_of + timedelta(days=WEEK)

    def translate(self, code: str, **args: object) -> str:
        """A sentence of the catalogue."""
        return translate(self.language, f"runs.{code}", args)

    def subject(self) -> str:
        """One line for the head of a mail."""
        return self.translate("digest-subject", day=on(self.report.as_of), verdict=self._verdict())

    def text(self) -> str:
        """At most ten lines."""
        return "\n".join((*self._head(), *self._changes(), *self._due(), self._calls(), self._see())) + "\n"

    def _head(self) -> Iterator[str]:
        met, unknown = self.report.totals[Status.MET], self.report.totals[Status.UNKNOWN]
        yield self.translate("digest-head", directive=self.phrases.directive(), day=on(self.report.as_of))
        yield self.translate(
            "digest-totals", verdict=self._verdict(), met=met, applicable=self.report.applicable, unknown=unknown
        )

    def _verdict(self) -> str:
        return ", ".join(text for _, text in self.phrases.verdict())

    def _changes(self) -> Iterator[str]:
        found = self.found
        if found is None:
            yield self.translate("digest-since-none")
            return
        told = [translate(self.language, f"runs.count-{one.value}", {"count": found.counts[one]}) for one in TOLD]
        counted = [text for text, one in zip(told, TOLD, strict=True) if found.counts[one]]
        nothing = translate(self.language, "runs.history-same")
        line = self.translate("digest-since", day=on(found.old.as_of), told=", ".join(counted) or nothing)
        yield f"{line} {self.translate('digest-other-rulebook')}" if found.other_rulebook else line
        alarming = [one for one in found.alarming if not self.report.rule_by_id[one.finding.rule].rolled_up]
        yield from self._listed([self._change(one) for one in alarming], MOST_CHANGES)

    def _change(self, one: Changed) -> str:
        finding = one.finding
        told = self.phrases.in_time(finding) or self.phrases.status(finding.status)
        return self.translate(
            "digest-change", unit=self.phrases.unit(finding.unit), title=self._title(finding), told=told
        )

    def _due(self) -> Iterator[str]:
        soon = [one for one in self.work if self._within_a_week(one)]
        yield self.translate("digest-due", day=on(self.until), count=len(soon))
        by_work: dict[tuple[date, str], list[Finding]] = {}
        for one in soon:
            by_work.setdefault((one.last_day or self.until, one.rule), []).append(one)
        works = sorted(by_work.items(), key=lambda work: work[0])
        yield from self._listed([self._work(day, findings) for (day, _), findings in works], MOST_DUE)

    def _work(self, day: date, findings: list[Finding]) -> str:
        units = [self.phrases.unit(one.unit) for one in findings]
        title = self._title(findings[0])
        if len(units) == 1:
            return self.translate("digest-due-one", day=on(day), title=title, unit=units[0])
        return self.translate("digest-due-many", day=on(day), title=title, count=len(units), units=units[:2])

    def _within_a_week(self, one: Finding) -> bool:
        """A last day from the judged day to a week after it, both included."""
        open_still = one.status in (Status.DUE_SOON, Status.OPEN)
        return open_still and one.days_left is not None and 0 <= one.days_left <= WEEK

    def _calls(self) -> str:
        urgent = [one for one in self.work if one.status in URGENT]
        if not urgent:
            return self.translate("digest-call-none")
        calls = Counter(map(self._whom, urgent))
        wrong = Counter(self._whom(one) for one in urgent if one.status is not Status.DUE_SOON)
        ranked = sorted(calls.items(), key=lambda call: (-wrong[call[0]], -call[1], vietnamese_order(call[0])))
        told = [self.translate("digest-call-one", who=who, count=count) for who, count in ranked[:MOST_CALLS]]
        if len(ranked) > MOST_CALLS:
            told.append(self.translate("digest-call-more", count=len(ranked) - MOST_CALLS))
        return self.translate("digest-call", told=", ".join(told))

    def _whom(self, one: Finding) -> str:
        unit = self.report.unit_by_id.get(one.unit)
        if unit is None:
            return self.phrases.unit(one.unit)
        if self.report.rule_by_id[one.rule].owner == ("task-force",):
            return self.phrases.task_force_of(unit) or self.phrases.committee(self.phrases.branch_of(unit))
        return self.phrases.committee(self.phrases.branch_of(unit))

    def _see(self) -> str:
        return self.translate("digest-see", command=shlex.join(self.report.command))

    def _title(self, one: Finding) -> str:
        return self.phrases.title(self.report.rule_by_id[one.rule])

    def _listed(self, lines: list[str], most: int) -> Iterator[str]:
        """The first of the lines; the last of them says how many more there are."""
        left = len(lines) - most
        yield from lines[: most - 1 if left > 0 else most]
        if left > 0:
            yield f"{lines[most - 1]} {self.translate('digest-more', count=left)}"


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
