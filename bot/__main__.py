"""The command `liaoke`, also `python -m bot`."""

import sys
from importlib import import_module

from bot.cli.parser import parse
from bot.cli.refused import Refused


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
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    return done or 0


if __name__ == "__main__":
    sys.exit(main())
