"""A text as a mail (`.eml`) that a mail program opens as a draft. Its only day is the judged one."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, time, timedelta, timezone
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

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
