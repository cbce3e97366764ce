"""From a sentence to intents: deterministic, offline, each value with the characters it came from.

What a sentence is understood with is loaded when the first one is: it is a third of the service.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.understanding.linking import Names
    from bot.understanding.reading import Context, Reading
    from bot.understanding.understanding import Understood, understand

__all__ = ["Context", "Names", "Reading", "Understood", "understand"]
_AT = {"Names": "linking", "Context": "reading", "Reading": "reading"}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_AT.get(name, 'understanding')}"), name)
