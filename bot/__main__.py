"""The command `liaoke`, also `python -m bot`."""

import sys
from importlib import import_module
from pathlib import Path
from traceback import extract_tb

from bot.cli.parser import parse
from bot.cli.refused import Refused

_UNTIL_ENDED = ("demo", "serve")
"""Ctrl-C is how these end, also while they are starting."""


def main() -> int:
    """Run one command; 0 done, 1 refused with one line of reason, 2 wrong usage."""
    arguments = parse(sys.argv[1:])
    module, _, function = arguments.runs.partition(":")
    try:
        done: int | None = getattr(import_module(f"bot.cli.{module}"), function)(arguments)
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0 if module in _UNTIL_ENDED else 130
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except Exception as error:  # noqa: BLE001 - whoever typed it gets one line, not a traceback
        print(_fault(error), file=sys.stderr)
        return 1
    return done or 0


def _fault(error: Exception) -> str:
    """What went wrong and where, in one line."""
    words = str(error).strip().splitlines() or [""]
    last = extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {words[0]} ({Path(last.filename).name}:{last.lineno})"


if __name__ == "__main__":
    sys.exit(main())
