"""Within a process of tests, commands read the same bytes of rulebook or registry once: most of their time goes there.

What is read is frozen, so that no run can tell. Whoever alters the readers themselves has every file read anew.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from unittest.mock import patch

from congress_cli.model.message import Watch, unwatched
from congress_cli.model.registry import Registry
from congress_cli.reading import load
from congress_cli.reading.fast import SimpleFile
from congress_cli.reading.files import Sources
from congress_cli.reading.rulebook import fast_rulebook
from congress_cli.rules import Rulebook

KEPT = 64  # registries
_REGISTRIES: dict[object, tuple[Rulebook, Registry | None, dict[str, tuple[bytes, SimpleFile]]]] = {}
_registry_anew = load._fast_registry
_rulebook = lru_cache(fast_rulebook)


def _registry(
    paths: Iterable[Path | str], sources: Sources, rulebook: Rulebook, watch: Watch, before: load.Data | None = None
) -> Registry | None:
    """As the command reads it; whoever watches sees it being read. An editor finds the files that it will alter."""
    paths = list(paths)
    if watch is not unwatched or before is not None:
        return _registry_anew(paths, sources, rulebook, watch, before)
    key = id(rulebook), sources.spans, *((sources.shown(path), sources.data(path)) for path in paths)
    if key not in _REGISTRIES:
        if len(_REGISTRIES) == KEPT:
            _REGISTRIES.clear()
        _REGISTRIES[key] = rulebook, _registry_anew(paths, sources, rulebook, watch), {**sources.simple}
    _, registry, simple = _REGISTRIES[key]
    sources.simple |= simple
    return registry


def begin() -> None:
    """From now on read them once."""
    patch.multiple(load, fast_rulebook=_rulebook, _fast_registry=_registry).start()


@contextmanager
def anew() -> Iterator[None]:
    """Read every file anew."""
    with patch.multiple(load, fast_rulebook=fast_rulebook, _fast_registry=_registry_anew):
        yield
