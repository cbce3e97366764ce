"""One target under Atheris, in a process of its own: `python -m tests.fuzz.running TARGET SLOW [libFuzzer's own…]`."""

import sys
import time
from hashlib import sha256
from pathlib import Path

import atheris


def main() -> None:
    name, slow = sys.argv[1], Path(sys.argv[2])
    with atheris.instrument_imports(
        include=["adapters", "bot.keys", "bot.transfer", "bot.understanding"]
    ):
        from tests.fuzz.targets import LONGEST, TARGETS

    target = TARGETS[name]
    for one in target.samples:
        target.read(one)

    def tried(data: bytes) -> None:
        begun = time.process_time()
        target(data)
        if (
            time.process_time() - begun > LONGEST
        ):  # too strict while coverage is recorded: asked again
            (slow / sha256(data).hexdigest()[:16]).write_bytes(data)

    atheris.Setup([sys.argv[0], *sys.argv[3:]], tried)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
