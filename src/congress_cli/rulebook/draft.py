"""What a paper seems to ask, sentence by sentence: proposals for its ledger. Quotes no sentence and decides nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from congress_cli.days import DayError
from congress_cli.language import translate
from congress_cli.model.directive import Modality
from congress_cli.model.typed import said_exact
from congress_cli.rulebook.coverage import HEADLINE, Sentence, sentences, unread


class Proposal(NamedTuple):
    """One thing found in a sentence. `key`: modality, day, before, by, not_before, within … or number, cites."""

    key: str
    value: str
    cue: str = ""


class Drafted(NamedTuple):
    """A sentence by number and digest, and what was found in it, in the order of the text."""

    id: str
    sha256: str
    proposals: tuple[Proposal, ...]


class Draft(NamedTuple):
    """All sentences of a paper. `unread`: paragraphs after the last one that ends like a sentence."""

    sentences: tuple[Drafted, ...]
    unread: int


def draft_of(text: str) -> Draft:
    """What stands in the sentences of a paper."""
    found = (Drafted(one.id, one.sha256, tuple(_proposals(one))) for one in sentences(text))
    return Draft(tuple(found), unread(text))


def draft_text(draft: Draft, language: str) -> str:
    """The ledger to be filled in, as YAML: what was found stands in comments until somebody makes it a key."""
    counts = {
        "sentences": sum(one.id != HEADLINE for one in draft.sentences),
        "silent": sum(not one.proposals for one in draft.sentences),
        "unread": draft.unread,
    }
    codes = ("draft.counted", "draft.unread") if draft.unread else ("draft.counted",)
    texts = [translate(language, code, counts) for code in (*codes, "draft.how", "draft.never")]
    lines = [*(f"# {line}" for one in texts for line in one.splitlines()), "clauses:"]
    for one in draft.sentences:
        lines += [f'  - id: "{one.id}"', f"    sha256: {one.sha256}"]
        lines += [f"    # ? {key}: {value}" + (f"  ({cue})" if cue else "") for key, value, cue in one.proposals]
    return "\n".join(lines) + "\n"


# ---------------------------------------------------------------- what is looked for

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = (
    r"(?:\d{4}-\d\d-\d\d|\d{1,2} ?/ ?\d{1,2}(?: ?/ ?\d{4})?|\d{1,2} tháng \d{1,2}(?:(?: năm |/)\d{4})?"
    rf"|\d{{1,2}} (?:{_MONTHS})(?:,? \d{{4}})?|(?:{_MONTHS}) \d{{1,2}}(?:, ?\d{{4}})?)(?![\w/-])"
)
_KINDS = (
    "chỉ thị|nghị quyết(?: trung ương)?|nghị định|quyết định|kế hoạch|thông báo|thông tư|luật|hướng dẫn|công văn"
    "|chương trình|kết luận|quy định|công điện|executive order|directive|regulation|circular|decree|decision"
    "|resolution|memorandum|order|act|law|notice|plan"
)
_UNITS = {
    "ngày làm việc": ("working_days", 1),
    "working day": ("working_days", 1),
    "business day": ("working_days", 1),
    "ngày": ("days", 1),
    "calendar day": ("days", 1),
    "day": ("days", 1),
    "tuần": ("days", 7),
    "week": ("days", 7),
    "tháng": ("months", 1),
    "month": ("months", 1),
    "quý": ("months", 3),
    "năm": ("months", 12),
    "year": ("months", 12),
    "giờ": ("hours", 1),
    "hour": ("hours", 1),
}
_UNIT = rf"(?P<unit>{'|'.join(_UNITS)})s?\b(?! \d{{4}})"
_LETTERS = "[A-ZĐƯ][A-ZĐƯ0-9]*"
_NUMBER = (
    rf"(?!\d+ (?i:{'|'.join(_UNITS)}))(?:\(EU\) )?(?:[A-Z]{{1,4}}-)?\d+(?:/\d{{4}}\b)?"
    rf"(?: ?- ?(?:{_LETTERS}|\d+)|/{_LETTERS})*(?![\w/-])"
)
_OF = r"(?:,? (?i:ngày|of|dated) (?P<"
_CITED = re.compile(
    rf"\b(?P<kind>(?i:{_KINDS})) (?i:(?:số|no\.?):? ?)?(?P<number>{_NUMBER}){_OF}day>{_DAY}))?"
    rf"|(?<![\w/-])(?P<bare>\d+(?:/\d{{4}})? ?[-/] ?[A-ZĐƯ]{{2,}}(?:[-/]{_LETTERS})*)(?!\w){_OF}when>{_DAY}))?"
)
_LIMITS = {
    "not_before": "không sớm hơn|không trước|kể từ|từ|not before|not earlier than|no earlier than|from",
    "by": "chậm nhất(?: là| vào| đến)?(?: hết)?|muộn nhất(?: là| vào)?|không muộn hơn|đến hết|hạn cuối(?: là)?"
    "|on or before|no later than|not later than|by",
    "before": "trước|before|prior to",
}
_LIMIT = re.compile(
    rf"(?:\b(?i:{'|'.join(f'(?P<{key}>{words})' for key, words in _LIMITS.items())}) )?"
    rf"(?:(?i:ngày|the) )?(?<![\w/.-])(?P<day>{_DAY})"
)
_PERIODS = {
    **dict.fromkeys(("tháng", "month", "monthly", "1"), "month"),
    **dict.fromkeys(("quý", "quarter", "quarterly", "3"), "quarter"),
    **dict.fromkeys(("năm", "year", "yearly", "annually", "12"), "year"),
    **dict.fromkeys(("tuần", "week", "weekly"), "{days: 7}"),
    "6": "half",
}
_EVERY = re.compile(
    r"\b(?:(?:hằng|hàng|mỗi|every|each) (?P<name>tháng|quý|năm|tuần|month|quarter|year|week)"
    r"|(?P<word>monthly|quarterly|yearly|annually|weekly)"
    r"|every (?P<count>\d{1,3}) (?P<unit>days|months)|(?P<months>\d{1,2}) tháng (?:một|1) lần)\b",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"(?:\b(?:(?P<within>trong(?: vòng| thời hạn)?|chậm nhất(?: là)?(?: sau)?|không quá|sau|within|no later than"
    r"|not later than|after)|(?P<ahead>ít nhất|tối thiểu|trước|at least)) )?(?:a period of )?(?:\w+ (?=\())?"
    rf"\(?\b(?P<count>\d{{1,4}})\)?(?: \([^()]{{1,20}}\))? {_UNIT}"
    r"(?: (?:(?P<before>trước|before|prior|in advance)|(?P<after>kể từ|sau|after|of|from)))?",
    re.IGNORECASE,
)
_CUES = {
    Modality.MUST: "không được|phải|đề nghị|yêu cầu|bắt buộc|chịu trách nhiệm|có trách nhiệm|nghiêm cấm"
    "|shall(?: not)?|must(?: not)?|may not|(?:is|are) required to",
    Modality.SHOULD: "không nên|(?<!trở )nên|cần|tránh|should(?: not)?",
    Modality.STRIVE: "phấn đấu|strives? to|strive for|endeavou?rs? to|seeks? to|aims? to",
}
_CUE = re.compile("|".join(rf"(?P<{key}>\b(?:{words})\b)" for key, words in _CUES.items()), re.IGNORECASE)
_COUNT = re.compile(r"(?<!năm )(?<!in )(?<!Điều )(?<![\w/.,-])\d+(?:[.,]\d+)*(?: ?%)?(?![\w/-])(?!\. )", re.IGNORECASE)


def _proposals(sentence: Sentence) -> Iterator[Proposal]:
    """What is found, from first to last; a text that was found as one thing is not found as another."""
    text, found = sentence.text, []
    for pattern, read in _READERS:
        for match in list(pattern.finditer(text)):
            found.append((match.start(), read(match)))
            text = text[: match.start()] + " " * len(match[0]) + text[match.end() :]
    yield from (one for _, one in sorted(found))


def _cited(match: re.Match[str]) -> Proposal:
    number = re.sub(r" ?- ?", "-", match["number"] or match["bare"])
    paper, day = f"{match['kind'] or ''} {number}".strip(), match["day"] or match["when"]
    return Proposal("cites", f"{paper}, {_iso(day)}" if day else paper)


def _iso(text: str) -> str:
    """The day as files write it, `YYYY` for a year that is not said; what has no reading as it stands."""
    text = re.sub(rf"({_MONTHS}) (\d{{1,2}})\b", r"\2 \1", text.replace(",", ""))
    with_year = re.search(r"\d{4}", text)
    year = "" if with_year else " năm 2020" if "tháng" in text else "/2020" if "/" in text else " 2020"  # a leap year
    try:
        day = said_exact(text + year).isoformat()
    except DayError:
        return f'"{text}"'
    return day if with_year else f"YYYY{day[4:]}"


def _every(match: re.Match[str]) -> Proposal:
    if match["unit"] and match["unit"].lower() == "days":
        return Proposal("period", f"{{days: {int(match['count'])}}}")
    word = (match["name"] or match["word"] or match["count"] or match["months"]).lower()
    return Proposal("period", _PERIODS.get(word, f"{{months: {word}}}"))


def _span(match: re.Match[str]) -> Proposal:
    unit, times = _UNITS[match["unit"].lower()]
    length = f"{unit}: {int(match['count']) * times}"
    if match["before"] or (match["ahead"] and not match["after"]):
        return Proposal("ahead", f"{{{length}, of: …}}")
    if match["within"] or match["after"]:
        return Proposal("within", f"{{{length}, after: …}}")
    return Proposal("length", f"{{{length}}}")


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Proposal]], ...] = (
    (_CITED, _cited),
    (_LIMIT, lambda match: Proposal(next((key for key in _LIMITS if match[key]), "day"), _iso(match["day"]))),
    (_EVERY, _every),
    (_SPAN, _span),
    (_CUE, lambda match: Proposal("modality", str(match.lastgroup), match[0].lower())),
    (_COUNT, lambda match: Proposal("number", match[0])),
)
