"""What a service loads before it is ready: not what its messages need later, nor what nobody configured."""

import subprocess
import sys

LATER = (
    "alembic",
    "bot.understanding.understanding",
    "bot.understanding.wishes",
    "jieba",
    "lark_oapi",
    "openpyxl",
    "redis",
)
_CODE = """
import sys
import bot.app, bot.cli.opened, bot.cli.serve, bot.cli.server
print(*[name for name in sys.argv[1:] if name in sys.modules])
"""


def test_what_is_needed_later_is_not_loaded_before_a_service_is_ready() -> None:
    command = [sys.executable, "-c", _CODE, *LATER]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == ""
