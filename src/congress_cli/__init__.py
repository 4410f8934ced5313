"""congress: which units meet a directive, which are late, and why, on any day."""

from __future__ import annotations

__version__ = "0.2.0"


def grouped(items: Iterable[One], key: Callable[[One], Key]) -> dict[Key, list[One]]:
    """The items under what `key` makes of each, groups and items in the order in which they come."""
    groups: dict[Key, list[One]] = {}
    for one in items:
        groups.setdefault(key(one), []).append(one)
    return groups


TYPE_CHECKING = False  # as in `typing`, which `--version` need not load
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable
    from dataclasses import dataclass as dataclass
    from typing import TypeVar

    Key = TypeVar("Key", bound=Hashable)
    One = TypeVar("One")
else:

    def dataclass(*, frozen: bool, slots: bool = False, kw_only: bool = False):
        """That of the standard library, made in a quarter of the time, of which a short run spent a tenth on them.

        Equality, hash and representation are the same functions for all. That an instance stays as it was made
        (`frozen`) and has no other attributes (`slots`) is for the type checker to see.
        """
        from dataclasses import dataclass as made

        def decorated(cls: type) -> type:
            cls.__eq__, cls.__hash__, cls.__repr__ = _equal, _hashed, _shown
            return made(eq=False, repr=False, kw_only=kw_only, slots=slots)(cls)

        return decorated

    def _values(one):
        from dataclasses import fields

        return tuple(getattr(one, field.name) for field in fields(one) if field.compare)

    def _equal(self, other):
        return _values(self) == _values(other) if other.__class__ is self.__class__ else NotImplemented

    def _hashed(self):
        return hash(_values(self))

    def _shown(self):
        from dataclasses import fields

        parts = (f"{field.name}={getattr(self, field.name)!r}" for field in fields(self) if field.repr)
        return f"{self.__class__.__qualname__}({', '.join(parts)})"
