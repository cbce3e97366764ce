"""Who adds or renames a customer is understood at once in every other process."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.texts import texts
from tests.bot.terminal import Terminal
from tests.bot.transfer.given import csv

TOP = Path(__file__).parents[3]
LAST = texts("zh-CN")("talk.small.thanks")


class Chat:
    """`liaoke chat` in a process of its own, which stays."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def asked(self, text: str) -> str:
        """What it answers to `text`; thanking it shows where the answer ends."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{text}\n谢谢\n")
        self._process.stdin.flush()
        said = []
        for line in self._process.stdout:
            if line.strip() == LAST:
                break
            said.append(line)
        return "".join(said)


@contextmanager
def chatting(at: Terminal, employee: str) -> Iterator[Chat]:
    command = [sys.executable, "-u", "-m", "bot", "chat", "--as", employee]
    env = {**os.environ, "LIAOKE_DATABASE_URL": at.database_url, "PYTHONPATH": str(TOP)}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env, cwd=at.folder
    ) as process:
        yield Chat(process)
        assert process.stdin
        process.stdin.close()


def named(at: Terminal, name: str) -> None:
    """Bring customer M1 in under a name; an import is a process of its own, as a second bot is."""
    file = at.file("named.csv", csv("customer_id,full_name", f"M1,{name}"))
    assert at("import", "customers", file).status == 0


def test_C18_a_customer_added_or_renamed_is_known_to_the_next_message_of_another_process(
    selling: Terminal,
) -> None:
    with chatting(selling, "E1") as chat:
        assert "宁波火星磁材有限公司" not in chat.asked("打开火星磁材")
        named(selling, "宁波火星磁材有限公司")
        assert "宁波火星磁材有限公司" in chat.asked("打开火星磁材")
        named(selling, "宁波水星磁材有限公司")
        assert "宁波水星磁材有限公司" in chat.asked("打开水星磁材")
