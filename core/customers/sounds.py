"""How names sound: toneless by character from one table, what dictation confuses folded together."""

import re
from functools import cache
from importlib.resources import files

_FOLD = (
    (re.compile("^zh"), "z"),
    (re.compile("^ch"), "c"),
    (re.compile("^sh"), "s"),
    (re.compile("ng$"), "n"),
    (re.compile("^l"), "n"),
)


def pinyin(text: str) -> str:
    """`~` and the folded syllables of at least two Chinese characters; empty for anything else."""
    sounds = [sound(character) for character in text]
    if len(text) < 2 or not all(sounds):
        return ""
    return "~" + "'".join(sounds)


def sound(character: str) -> str:
    """The folded syllable of one Chinese character; empty for anything else."""
    return _table().get(character, "")


@cache
def _table() -> dict[str, str]:
    lines = files("core.customers").joinpath("pinyin.txt").read_text(encoding="utf-8").splitlines()
    table = {}
    for line in lines[1:]:
        syllable, _, characters = line.partition(" ")
        for pattern, short in _FOLD:
            syllable = pattern.sub(short, syllable)
        table.update(dict.fromkeys(characters, syllable))
    return table
