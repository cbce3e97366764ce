"""Which kinds of component our adapters send: what a platform documents, as far as their code names it."""

import ast
from collections.abc import Iterator
from typing import get_args

from adapters.chat import Content
from adapters.emulator.feishu_cards import TAGS
from adapters.emulator.wecom_cards import PARTS
from tests.house.sources import modules

DOCUMENTED = {
    "wecom": PARTS,
    "feishu": TAGS | {"callback", "open_url", "card_link", "multiline_text"},
}
INBOUND = ("events.py", "wire.py", "login.py")
"""Modules that only read."""
STILL = {
    "wecom": {
        "source", "main_title", "quote_area", "emphasis_content", "sub_title_text", "card_image",
        "horizontal_content_list", "vertical_content_list",
    },
    "feishu": {"div", "column_set", "column", "chart"},
}  # fmt: skip
"""What is only read."""


def sent(platform: str) -> set[str]:
    """What can be pressed, filled in, turned or opened in what we send to a platform."""
    named = set(_words(platform)) & DOCUMENTED[platform]
    return (named - STILL[platform]) | {one.__name__.lower() for one in get_args(Content)}


def _words(platform: str) -> Iterator[str]:
    """Every string of an adapter that stands there as it is."""
    for source in modules("adapters"):
        if source.path.startswith(f"adapters/{platform}/") and not source.path.endswith(INBOUND):
            for node in ast.walk(source.tree()):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value
