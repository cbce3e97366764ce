"""Starts processes at once: what they import is there already.

`python -m tests.chaos.nursery MODULE` reads orders, one a line, gives each to `MODULE.run` in a
process of its own, and writes its id, then, when it is over, how it ended.
"""

import asyncio
import ctypes
import importlib
import os
import signal
import sys
import traceback

_ENDS_WITH_ITS_PARENT = 1


def nurse(module: str) -> None:
    _end_with_parent()
    made = importlib.import_module(module)
    made.warm()
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _end_with_parent()
            os._exit(_lived(made.run, line))
        _say(child)
        _, status = os.waitpid(child, 0)
        _say(os.waitstatus_to_exitcode(status))


def _end_with_parent() -> None:
    """However a test ends, no process of it is left; where there is no such call, it ends its own."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_ENDS_WITH_ITS_PARENT, signal.SIGKILL)


def _say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def _lived(run, line: str) -> int:
    """What a process comes to: 0, or 1 with the reason on standard error."""
    try:
        asyncio.run(run(line))
    except BaseException:  # noqa: BLE001 - the process ends here whatever it was
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


if __name__ == "__main__":
    nurse(sys.argv[1])
