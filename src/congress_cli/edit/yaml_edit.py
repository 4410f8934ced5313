"""The smallest change of a YAML text that makes one value out of another; all other characters stay.

A changed text keeps its quotes. What is new follows its neighbour and looks like it: in the same brackets, or on a
line of its own with the same indentation and the same line end. What goes takes its line and the comment on it along.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from congress_cli.edit.typed_values import Raw, entry, flow, restyled, scalar
from congress_cli.reading.positions import Entry, Node
from congress_cli.reading.yaml import root_node


def rewriting(text: str, old: Raw, new: Raw, root: Node | None = None) -> list[Splice]:
    """The splices that make the text hold `new`, where it holds `old` now; `root`: where that stands, if known."""
    return list(_Rewriting(text).value(old, new, root or root_node(text), ""))


class _Span(NamedTuple):
    """One part of a mapping or a list: where it begins and ends; `lines`: its end is the end of a line."""

    start: int
    end: int
    lines: bool


class _Rewriting:
    def __init__(self, text: str) -> None:
        self.text = text
        self.newline = next((one for one in ("\r\n", "\n", "\r") if one in text), "\n")

    def value(self, old: Raw, new: Raw, node: Node, key: str) -> Iterator[Splice]:
        """The change of one value."""
        if old == new:
            return
        if isinstance(old, Mapping) and isinstance(new, Mapping) and _inside(old, new):
            yield from self._mapping(old, new, node)
        elif isinstance(old, list) and isinstance(new, list) and _inside(old, new):
            yield from self._list(old, new, node, key)
        else:
            yield self._replaced(node, new, key)

    def _replaced(self, node: Node, new: Raw, key: str) -> Splice:
        """A value that is written anew as a whole."""
        written = restyled(new, node.style, key) if isinstance(new, str) else flow(new)
        end = node.end
        if node.ends_lines:
            end = node.start + len(self.text[node.start : end].rstrip())
        glued = node.start == end and self.text[node.start - 1 : node.start] == ":"
        return self._splice(node.start, end, f" {written}" if glued else written)

    # ---------------------------------------------------------------- mappings

    def _mapping(self, old: Mapping[str, Raw], new: Mapping[str, Raw], node: Node) -> Iterator[Splice]:
        entries = list(node.entries())
        spans = [_span(one.key, one.value) for one in entries]
        gone = [one.name not in new for one in entries]
        yield from self._removed(spans, gone, flow=node.flow, prefix="")
        for one in entries:
            if one.name in new:
                yield from self._entry(one, old[one.name], new[one.name], in_brackets=node.flow)
        for anchor, added in _anchored(entries, new):
            if node.flow:
                yield self._after(spans[anchor], "".join(f", {entry(key, new[key])}" for key in added))
            else:
                indent = entries[0].key.column
                yield self._lines_after(
                    spans[anchor], [line for key in added for line in entry_lines(key, new[key], indent)]
                )

    def _entry(self, one: Entry, old: Raw, new: Raw, *, in_brackets: bool) -> Iterator[Splice]:
        """The change of one value of a mapping."""
        if in_brackets or old == new or _inside(old, new):
            yield from self.value(old, new, one.value, one.name)
        elif one.value.is_lines:
            yield from self._closed(one, new)
        elif (old is None and isinstance(new, Mapping)) or (not old and is_records(new)):
            yield from self._opened(one, new)
        else:
            yield self._replaced(one.value, new, one.name)

    def _closed(self, one: Entry, new: Raw) -> Iterator[Splice]:
        """A value in lines below its key gives way to one on the line of the key; a comment there stays."""
        colon = self.text.index(":", one.key.end) + 1
        yield self._splice(colon, colon, f" {flow(new, one.name)}".rstrip())
        yield self._splice(self._line_end(_span(one.key, one.key)), self._line_end(_span(one.key, one.value)), "")

    def _opened(self, one: Entry, new: Raw) -> Iterator[Splice]:
        """Where nothing was, lines below the key."""
        before = self.text[one.key.end : one.value.start]
        start = one.value.start - (len(before) - len(before.rstrip(" ")))
        if one.value.end > one.value.start:
            yield self._splice(start, one.value.end, "")
        indent = one.key.column
        below = mapping_lines(new, indent + STEP) if isinstance(new, Mapping) else entry_lines("", new, indent)[1:]
        yield self._lines_after(_span(one.key, one.value), below)

    # ---------------------------------------------------------------- lists

    def _list(self, old: list[Raw], new: list[Raw], node: Node, key: str) -> Iterator[Splice]:
        items = list(node.items())
        spans = [_span(one, one) for one in items]
        first, last = _changed(old, new)
        paired = min(last, len(new) - (len(old) - last)) - first
        for place in range(first, first + paired):
            yield from self.value(old[place], new[place], items[place], key)
        gone = [first + paired <= place < last for place in range(len(old))]
        yield from self._removed(spans, gone, flow=node.flow, prefix="-")
        added = new[first + paired : len(new) - (len(old) - last)]
        if not added:
            return
        anchor = first + paired - 1
        if node.flow:
            yield self._after(spans[anchor], "".join(f", {flow(item)}" for item in added))
        else:
            gap = max(1, items[0].column - node.column - 1)
            in_line = items[anchor].flow
            apart = [""] if len(items) > 1 and self._stands_apart(spans[anchor]) else []
            lines = [line for item in added for line in (*apart, *item_lines(item, node.column, gap, in_line=in_line))]
            yield self._lines_after(spans[anchor], lines)

    # ---------------------------------------------------------------- characters

    def _splice(self, start: int, end: int, come: str) -> Splice:
        return Splice(start, self.text[start:end], come)

    def _removed(self, spans: list[_Span], gone: Sequence[bool], *, flow: bool, prefix: str) -> Iterator[Splice]:
        """What is left out where some parts go; one at least stays."""
        for first, last in _runs(gone):
            if not flow:
                yield self._lines_of(spans, first, last, prefix)
            elif first:
                yield self._splice(spans[first - 1].end, spans[last].end, "")
            else:
                yield self._splice(spans[0].start, spans[last + 1].start, "")

    def _lines_of(self, spans: list[_Span], first: int, last: int, prefix: str) -> Splice:
        """The lines of some parts in block style. The first may share its line with the dash of a list."""
        start = spans[first].start
        line = max(self.text.rfind("\n", 0, start), self.text.rfind("\r", 0, start)) + 1
        if self.text[line:start].strip() != prefix and last + 1 < len(spans):
            return self._splice(start, spans[last + 1].start, "")
        return self._splice(line, self._line_end(spans[last]), "")

    def _stands_apart(self, span: _Span) -> bool:
        """Whether a blank line stands above a part and the comments on it."""
        above = self.text[: span.start].replace("\r\n", "\n").replace("\r", "\n").split("\n")[:-1]
        return next((not line.strip() for line in reversed(above) if not line.strip().startswith("#")), False)

    def _after(self, span: _Span, inserted: str) -> Splice:
        return self._splice(span.end, span.end, inserted)

    def _lines_after(self, span: _Span, lines: list[str]) -> Splice:
        at = self._line_end(span)
        text = self.newline.join(lines)
        open_end = at == len(self.text) and not self.text.endswith(("\r", "\n"))
        return self._splice(at, at, self.newline + text if open_end else text + self.newline)

    def _line_end(self, span: _Span) -> int:
        """Where the line after a part begins."""
        if span.lines:
            return span.end
        ends = [place for sign in "\r\n" if (place := self.text.find(sign, span.end)) >= 0]
        if not ends:
            return len(self.text)
        end = min(ends)
        return end + (2 if self.text.startswith("\r\n", end) else 1)


def _inside(old: Raw, new: Raw) -> bool:
    """Whether something of a mapping or a list stays, so that the change is one inside it."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return not old.keys().isdisjoint(new)
    return isinstance(old, list) and isinstance(new, list) and bool(old and new)


def _span(first: Node, last: Node) -> _Span:
    return _Span(first.start, max(first.end if first is not last else 0, last.end), last.ends_lines)


def _anchored(entries: list[Entry], new: Mapping[str, Raw]) -> Iterator[tuple[int, list[str]]]:
    """The new keys, each run behind the old key (by its place) that it follows in `new`."""
    places = {one.name: place for place, one in enumerate(entries)}
    anchor = min(place for name, place in places.items() if name in new)
    found: dict[int, list[str]] = {}
    for key in new:
        if key in places:
            anchor = places[key]
        else:
            found.setdefault(anchor, []).append(key)
    yield from found.items()


def _changed(old: list[Raw], new: list[Raw]) -> tuple[int, int]:
    """From which item of `old` to which (not included) the lists differ; from 0 only with an item to begin at."""
    shorter = min(len(old), len(new))
    first = next((place for place in range(shorter) if old[place] != new[place]), shorter)
    same = next((place for place in range(shorter - first) if old[-1 - place] != new[-1 - place]), shorter - first)
    last = len(old) - same
    return (first, len(old)) if first == 0 and last == 0 else (first, last)


def _runs(gone: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """The first and the last place of each run of what goes."""
    start = None
    for place, goes in enumerate([*gone, False]):
        if goes and start is None:
            start = place
        elif not goes and start is not None:
            yield start, place - 1
            start = None


class Splice(NamedTuple):
    """At `start`, the characters `gone` give way to those of `come`."""

    start: int
    gone: str
    come: str

    @property
    def end(self) -> int:
        """Where what goes ends."""
        return self.start + len(self.gone)


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """The text after all the splices; their places are those of the text as it was."""
    parts, at = [], 0
    for splice in _in_order(splices):
        parts += [text[at : splice.start], splice.come]
        at = splice.end
    return "".join([*parts, text[at:]])


def undoing(splices: Iterable[Splice]) -> list[Splice]:
    """The splices that make the text as it was out of the text after these."""
    back, shift = [], 0
    for start, gone, come in _in_order(splices):
        back.append(Splice(start + shift, come, gone))
        shift += len(come) - len(gone)
    return back


def fit(text: str, splices: Iterable[Splice]) -> bool:
    """Whether what is to go stands where it is said to."""
    return all(text.startswith(splice.gone, splice.start) for splice in splices)


def _in_order(splices: Iterable[Splice]) -> list[Splice]:
    return sorted(splices, key=lambda one: (one.start, one.end))


STEP = 2
IN_LINES = frozenset({"facts"})


def entry_lines(key: str, value: Raw, indent: int) -> list[str]:
    """A key and its value: facts and lists of records a line each, all else on one line."""
    margin = " " * indent
    if isinstance(value, Mapping) and key in IN_LINES and value:
        return [f"{margin}{scalar(key)}:", *mapping_lines(value, indent + STEP)]
    if is_records(value):
        return [f"{margin}{scalar(key)}:", *(line for item in value or () for line in item_lines(item, indent + STEP))]
    return [margin + entry(key, value)]


def mapping_lines(value: Mapping[str, Raw], indent: int) -> list[str]:
    """The entries of a mapping."""
    return [line for key, inner in value.items() for line in entry_lines(key, inner, indent)]


def item_lines(item: Raw, indent: int, gap: int = 1, *, in_line: bool = False) -> list[str]:
    """One item of a list, `gap` blanks behind its dash; `in_line`: a record in brackets."""
    margin, inner = " " * indent + "-" + " " * gap, indent + 1 + gap
    if in_line or not isinstance(item, Mapping) or not item:
        return [margin + flow(item)]
    lines = mapping_lines(item, inner)
    return [margin + lines[0][inner:], *lines[1:]]


def is_records(value: Raw) -> bool:
    """Whether a value is a list of mappings."""
    return isinstance(value, list) and bool(value) and all(isinstance(item, Mapping) for item in value)
