"""What is a word at all, what everybody says, and what a text is about: by jieba's dictionary."""

import logging
import re
import warnings
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from heapq import merge
from importlib.util import find_spec
from itertools import islice
from math import log
from pathlib import Path
from zlib import adler32, crc32

from bot.leisure import at_leisure, loading
from bot.memory import give_back
from bot.understanding.patterns import regex

_RUN = 8_192
_OFTEN = 400


class Words:
    """Words by 64 bits of each: a dictionary's worth in a megabyte."""

    def __init__(self, bits: Iterable[int] = ()) -> None:
        self._keys = _in_order(bits)

    def __contains__(self, word: str) -> bool:
        key = _bits(word)
        place = bisect_left(self._keys, key)
        return place < len(self._keys) and self._keys[place] == key


def _in_order(keys: Iterable[int]) -> "array[int]":
    """The keys from the smallest to the largest, each once; sorted in runs that keep nobody waiting."""
    rest, runs, every = at_leisure(keys), [], array("Q")
    while run := sorted(islice(rest, _RUN)):
        runs.append(array("Q", run))
    for key in at_leisure(merge(*runs)):
        if not every or every[-1] != key:
            every.append(key)
    return every


def _bits(word: str) -> int:
    written = word.encode()
    return crc32(written) << 32 | adler32(written)


def everyday() -> Words:
    """The words of two characters in jieba's dictionary, no names of people."""
    return _two_characters()[0]


def is_everyday(word: str) -> bool:
    """Whether `word` is one of those and no company's or product's name: 方案, not 华光."""
    words, names, _ = _two_characters()
    return word in words and word not in names


def is_frequent(word: str) -> bool:
    """Whether everybody says `word` all the time: 最近, not 磨具."""
    return word in _two_characters()[2]


@lru_cache(maxsize=1)
def _two_characters() -> tuple[Words, Words, Words]:
    """Those words, which of them are proper names, and which are frequent.

    Takes a quarter of a second the first time: call it in a thread.
    """
    words, names, often = array("Q"), array("Q"), array("Q")
    for word, tag, count in _entries(_PAIR):
        if tag.startswith("nr"):
            continue
        words.append(bits := _bits(word))
        if tag[:2] in ("nz", "nt"):
            names.append(bits)
        if count > _OFTEN:
            often.append(bits)
    return Words(words), Words(names), Words(often)


_PAIR, _ANY = (regex(rf"^(\S{size}) (\d+) (\S+)$", re.MULTILINE) for size in ("{2}", "+"))


def _entries(line: re.Pattern[str] = _ANY) -> Iterator[tuple[str, str, int]]:
    """Each word of jieba's dictionary on such a `line`, what it is, and how often it was counted."""
    place = find_spec("jieba")
    if place is None or place.origin is None:
        raise ModuleNotFoundError("jieba")
    text = (Path(place.origin).parent / "dict.txt").read_text("utf-8")
    for found in at_leisure(line.finditer(text)):
        word, count, tag = found.groups()
        yield word, tag, int(count)


_NO_TOPIC = frozenset(
    "客户 公司 时候 问题 情况 电话 微信 东西 老板 领导 方面 事情 对方 时间 小时 今天 我们 他们 部门 集团 办公室 经理 总监 主任 "
    "上午 下午 晚上 早起 天黑 意思 感觉 回复 消息 结果 记录 拜访 下次 年底 月底 月初 年初 厂里 这块 那块 会儿 一会儿 半天".split()
)
_FUNCTION = regex(r"[了过到去来跟和说把给就都也没不想要先再很让被还换寄报付见谈聊看们个的在是有比]")


class Topics:
    """The weightiest nouns of a text: the rarer in general, the more it is about them (TF-IDF by jieba).

    Empty until `load` is done, which takes a second or two: in a thread, once the service is ready.
    """

    def __init__(self) -> None:
        self._nouns = Words()
        self._cut: Callable[[str], Iterable[str]] | None = None
        self._seen: Mapping[str, int] = {}
        self._all = 1

    def load(self) -> None:
        """Load jieba and give it its dictionary: it would write a cache where others can write too."""
        with loading():
            self._load()

    def _load(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import jieba  # noqa: PLC0415 - it weighs 60 MiB

            jieba.setLogLevel(logging.ERROR)
        words = jieba.Tokenizer()
        words.FREQ, words.total, self._nouns = counted()
        words.initialized = True
        self._seen, self._all = words.FREQ, words.total
        self._cut = words.cut
        give_back()

    def of(self, text: str, most: int = 3) -> tuple[str, ...]:
        """The topics of `text`, the weightiest first; none before `load` is done."""
        if self._cut is None:
            return ()
        weights: dict[str, float] = {}
        for word in self._cut(text):
            if weight := self._weight(word):
                weights[word] = weights.get(word, 0.0) + weight
        return tuple(sorted(weights, key=lambda word: -weights[word])[:most])

    def _weight(self, word: str) -> float:
        if len(word) < 2 or word in _NO_TOPIC or not word.isalpha() or word.isascii():
            return 0.0
        times = self._seen.get(word, 0)
        if times:
            return log(self._all / times) if word in self._nouns else 0.0
        return 0.0 if _FUNCTION.search(word) else log(self._all)


def counted() -> tuple[dict[str, int], int, Words]:
    """How often each word of the dictionary and, with nought, each beginning of one was seen; the sum; the nouns."""
    seen: dict[str, int] = {}
    nouns, total = array("Q"), 0
    for word, tag, count in _entries():
        seen[word] = count
        total += count
        for end in range(1, len(word)):
            seen.setdefault(word[:end], 0)
        if tag in _NOUNS and len(word) > 1:
            nouns.append(_bits(word))
    return seen, total, Words(nouns)


_NOUNS = ("n", "nz", "vn", "an", "j", "l")
