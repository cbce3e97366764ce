"""Regular expressions that cost nothing until they are first asked, or until all are compiled beside the service.

To compile those of the understanding takes longer than to start all else (decision 0036).
"""

import re
from collections.abc import Iterator
from typing import Any, cast

_ASKED = (
    "findall",
    "finditer",
    "fullmatch",
    "groupindex",
    "groups",
    "match",
    "search",
    "split",
    "sub",
    "subn",
)
_unread: dict["_Unread", None] = {}


class _Read:
    """A compiled one: each of what it is asked is its own attribute, as quick as the original."""

    __slots__ = ("flags", "pattern", *_ASKED)

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self.flags = flags


class _Unread(_Read):
    """One that is compiled when it is asked for the first time."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        if name not in _ASKED:
            raise AttributeError(name)
        self.compile()
        return getattr(self, name)

    def compile(self) -> None:
        """Take over what the compiled one can."""
        compiled = re.compile(self.pattern, self.flags)
        for one in _ASKED:
            setattr(self, one, getattr(compiled, one))
        self.__class__ = _Read  # type: ignore[assignment]  # of the same slots
        _unread.pop(self, None)


def regex(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`; a fault in `pattern` shows when it is compiled."""
    made = _Unread(pattern, flags)
    _unread[made] = None
    return cast("re.Pattern[str]", made)


def compiling() -> Iterator[None]:
    """Compile all that were not asked yet, one at each step."""
    for one in list(_unread):
        if type(one) is _Unread:
            one.compile()
        yield
