"""What a service loads before it is ready: not what its messages need later, nor what nobody configured."""

import subprocess
import sys

LATER = (
    "aiohttp",
    "alembic",
    "apscheduler",
    "bot.app",
    "bot.handlers",
    "bot.jobs",
    "bot.keys",
    "bot.understanding",
    "fastapi",
    "jieba",
    "lark_oapi",
    "openpyxl",
    "redis",
)
_CODE = """
import sys
import bot.cli.opened, bot.cli.serve, bot.cli.server, bot.entrance, bot.logs, bot.recognisers, bot.settings
from bot.cli.serve import platforms
print(*[name for name in sys.argv[1:] if name in sys.modules])
"""


def test_what_is_needed_later_is_not_loaded_before_a_service_is_ready() -> None:
    command = [sys.executable, "-c", _CODE, *LATER]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == ""
