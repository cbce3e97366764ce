"""The words that decide: outcomes, kinds of contact, reasons; and what is a word at all."""

import ctypes
import logging
import re
import sys
import tempfile
import warnings
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.util import find_spec
from math import log
from pathlib import Path
from zlib import adler32, crc32

from bot.slots import Outcome
from core.visits.model import ContactKind

_NEGATIVE = re.compile(
    r"嫌|太贵|贵了|不行|没戏|拒|黄了|不需要|暂时不|没预算|投诉|生气|不满|做不了|没办法做|僵住|退货|取消|搁置|不考虑|没谈成|否了|不太好|延期|延到|往后推|没通过|不合格|回绝|难|压价|再降|没法做|不同意|要等|让等|再说"
)
_POSITIVE = re.compile(
    r"满意|不错|同意|认可|定了|拍板|没问题|通过|成交|签了|下单|看好|可以|愿意|感兴趣|很好|OK|ok|答应|确认|支持|要[买订签]|安排|中标|入围|推进|顺利|约了|让我们|试讲|验收"
)
NOT_MET = re.compile(
    r"没见到|没见着|不在|没人接|没接|没去成|未接|扑了?个?空|白跑|没进去|没碰到|没空见?|没找到人|出差了|没遇到|没打通|打不通|未接通|联系不上"
)
_UNDECIDED = re.compile(r"考虑考虑|再看看|等回复|等消息|等老板|没定|没说|先建立|研究研究|再考虑")


def outcome_of(text: str) -> Outcome:
    """How it went; a judgement, shown and never scored."""
    if NOT_MET.search(text):
        return Outcome.NOT_MET
    if _UNDECIDED.search(text):
        return Outcome.NEUTRAL
    negative, positive = len(_NEGATIVE.findall(text)), len(_POSITIVE.findall(text))
    if negative > positive or (negative and negative == positive):
        return Outcome.NEGATIVE
    return Outcome.POSITIVE if positive else Outcome.NEUTRAL


_KINDS = (
    (ContactKind.VIDEO, re.compile(r"视频会?|线上会?|腾讯会议|电话会议|网络会议|远程")),
    (
        ContactKind.CALL,
        re.compile(
            r"打了?个?电话|电话|通了?完?话|打来|打给|打完|接通|没人接|去电|来电|打了[一二三两\d]+次"
        ),
    ),
    (ContactKind.WECHAT, re.compile(r"微信|加我|朋友圈|语音")),
    (ContactKind.EMAIL, re.compile(r"邮件|邮箱|email", re.IGNORECASE)),
    (ContactKind.DINNER, re.compile(r"吃了?个?饭|宴请|喝酒|饭局|聚餐|请.{0,4}吃")),
    (ContactKind.VISIT_TO_US, re.compile(r"来访|来我们|来公司|来厂里|来看了|来参观")),
)


def kind_of(text: str) -> ContactKind:
    return next((kind for kind, words in _KINDS if words.search(text)), ContactKind.VISIT)


RELEASE_REASONS = (
    ("mistake", re.compile(r"误领|领错|多领|领重")),
    ("no_budget", re.compile(r"没预算|没钱|预算不够")),
    (
        "unreachable",
        re.compile(r"联系不上|找不到人|失联|电话不通|打不通|空号|没人接|不接电话|没人理"),
    ),
    ("lost_to_rival", re.compile(r"选了|竞品|别家|给了|对手|签了别")),
    ("no_need", re.compile(r"没需求|不需要|没有需求|用不上|没戏|不做了|没意向|没兴趣")),
    ("bad_fit", re.compile(r"不合适|不匹配|量太小|太小|做不了")),
    ("busy", re.compile(r"跟不动|没时间|忙不过来|顾不上|跟不过来|跟进不了")),
)


_CLAUSE = re.compile(r"[，,。；;！!、：:\s]+")
_EMPTY = re.compile(
    r"(?:[把将/]|第[\d一二三四五六七八九十个家和]+|[这那都全部刚才]+[\d一二两三四五六七八九十几些个家]*|(?:退|放|扔|丢)[了掉回]|[了吧都也和跟给我先就])*"
)


_WHY = re.compile(r"^(?:因为|(?:原因|理由)[是:：]*)")


def release_reason(text: str) -> tuple[str, str]:
    """The reason's code and what was said beside it; `text` without the customers' names."""
    code = next((code for code, words in RELEASE_REASONS if words.search(text)), "")
    clauses = (_WHY.sub("", clause) for clause in _CLAUSE.split(text))
    said = [clause for clause in clauses if not _EMPTY.fullmatch(clause)]
    plain = [clause for clause in said if not any(w.fullmatch(clause) for _, w in RELEASE_REASONS)]
    return code, "，".join(plain)


_OFTEN = 400


class Words:
    """Words by 64 bits of each: a dictionary's worth in a megabyte."""

    def __init__(self, words: Iterable[str]) -> None:
        self._keys = array("Q", sorted({_bits(word) for word in words}))

    def __contains__(self, word: str) -> bool:
        key = _bits(word)
        place = bisect_left(self._keys, key)
        return place < len(self._keys) and self._keys[place] == key


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

    The list is read as it lies, without jieba itself, which would write a cache into a directory
    that others can write too. Takes a quarter of a second the first time: call it in a thread.
    """
    place = find_spec("jieba")
    if place is None or place.origin is None:
        raise ModuleNotFoundError("jieba")
    found = [one for one in _entries(Path(place.origin).parent) if len(one[0]) == 2]
    words = Words(word for word, tag, _ in found if tag[:2] != "nr")
    names = Words(word for word, tag, _ in found if tag[:2] in ("nz", "nt"))
    often = Words(word for word, tag, count in found if count > _OFTEN and tag[:2] != "nr")
    return words, names, often


def _entries(place: Path) -> Iterator[tuple[str, str, int]]:
    """Each word of jieba's dictionary, what it is, and how often it was counted."""
    with (place / "dict.txt").open(encoding="utf-8") as lines:
        for line in lines:
            word, count, tag = line.split()
            yield word, tag, int(count)


_NO_TOPIC = frozenset(
    "客户 公司 时候 问题 情况 电话 微信 东西 老板 领导 方面 事情 对方 时间 小时 今天 我们 他们 部门 集团 办公室 经理 总监 主任 "
    "上午 下午 晚上 早起 天黑 意思 感觉 回复 消息 结果 记录 拜访 下次 年底 月底 月初 年初 厂里 这块 那块".split()
)
_FUNCTION = re.compile(
    r"[了过到去来跟和说把给就都也没不想要先再很让被还换寄报付见谈聊看们个的在是有比]"
)


class Topics:
    """The weightiest nouns of a text: the rarer in general, the more it is about them (TF-IDF by jieba).

    Empty until `load` is done, which takes a second or two: in a thread, once the service is ready.
    """

    def __init__(self) -> None:
        self._nouns = Words(())
        self._cut: Callable[[str], Iterable[str]] | None = None
        self._seen: Mapping[str, int] = {}
        self._all = 1

    def load(self) -> None:
        """Load jieba, which leaves its cache in a directory of our own and nothing behind."""
        with warnings.catch_warnings(), tempfile.TemporaryDirectory() as private:
            warnings.simplefilter("ignore")
            import jieba  # noqa: PLC0415 - it weighs 60 MiB and a second

            jieba.setLogLevel(logging.ERROR)
            words = jieba.Tokenizer()
            words.tmp_dir = private
            words.initialize()
        _two_characters()
        entries = _entries(Path(jieba.__file__).parent)
        self._nouns = Words(word for word, tag, _ in entries if tag in _NOUNS and len(word) > 1)
        self._seen, self._all = words.FREQ, words.total
        self._cut = words.cut
        _give_back()

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


def _give_back() -> None:
    """Let the system have what loading took for a while: 9 MiB, where the C library can (glibc)."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)


_NOUNS = ("n", "nz", "vn", "an", "j", "l")
