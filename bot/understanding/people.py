"""People at customers as reps name them: 王总, 采购冯姐, 老周, Kevin."""

import re
from collections.abc import Iterator, Sequence

from bot.understanding.bystanders import without_bystanders
from bot.understanding.foreign import ENGLISH, is_english_word
from bot.understanding.given_names import NO_GIVEN, is_doubtful, is_given, is_word, may_be_given
from bot.understanding.lexicon import everyday
from bot.understanding.patterns import regex
from bot.understanding.spans import Found, is_free
from bot.understanding.surnames import ANY_OF, COMMON, LIKE_WORDS, NO_FAMILIAR, RARE
from bot.understanding.titles import KIN, NO_PERSON, OFFICES, RANKS, TITLES

_EDGE = r"(?:^|(?<=[^\u4e00-\u9fff])|(?<=[的跟和与找见约给问让请由叫是系]))"
"""Where a name may begin whose first character is another word's elsewhere."""
_NAMED = regex(
    rf"(?<!招)(?<![上下本这](?=周总))(?:(?<![较大]|[变缩很太更最])小(?=.[总董]))?(?:{ANY_OF})(?:{TITLES})|[{COMMON}](?:{OFFICES})"
)
_SELDOM = regex(
    rf"{_EDGE}[{RARE}](?:副?(?:经理|总监|主任|主管|院长|厂长|校长|所长|店长|[局处科部行队站]长)|小姐|先生|女士|老板|师傅|老师|大姐)"
)
_SURNAMED = regex(
    rf"(?P<title>{RANKS})(?:是|[，,\s])?姓(?P<surname>{ANY_OF}|[^\W\d_a-zA-Z名什啥甚谁哪])"
)
_OF_SURNAME = regex(
    rf"姓(?P<surname>{ANY_OF}|[^\W\d_a-zA-Z名什啥甚谁哪])的?(?:[那这]个)?(?P<title>{TITLES})"
)
_FAMILIAR = regex(rf"(?<![很太最更变不])(?P<who>[老小](?!王子)(?:{ANY_OF}))(?![板客总型组目])")
_PART_OF_ONE = regex(r"[一这那几每]$")
_TO_CONTACT = regex(r"(?:联系人|对接人|负责人)[】\]）:：\s]*$")
_VERBS = "说要想让问上来去到在今明昨又也都就没不给回打"
_CANTONESE = regex(rf"(?:{ANY_OF})生(?=[后说聊要想在约问回话就系倾试睇饮，,。\s]|$)")
_NICKNAMED = regex(
    r"(?:^|(?<=[^\u4e00-\u9fff])|(?<=[叫跟找和给问约见让是的个有由人板购务术们哈]))"
    r"(?:阿(?:[A-Z][a-z]+|(?![巴嘛里姨胶拉司尔根富迪莫米基坝斯婆公克波语联提奇凡森摩瑟城方塞弥曼穆维肯片门伯昌])[\u4e00-\u9fff])"
    r"|大[鹏伟勇斌涛磊壮刘李孙吴徐郭胡赵](?=[说那要问让发打在也都和跟来没不对回给约又今昨想觉嫌讲话，,。；;、！!？?：:\s]|$)"
    r"|(?![大小表堂空学帅的个师老谁各那这每几两全众了吧呢啊呀哈谢亲好啦嘛哦姐哥先跟他她我你八])[\u4e00-\u9fff][姐哥](?![们妹弟夫儿俩姐哥]))"
)
_SURNAMED_LATER = regex(
    rf"(?P<title>{RANKS})[^，,。；;\s姓]{{1,8}}[，,\s]+姓(?P<surname>{ANY_OF})(?=$|[，,。；;\s])"
)
"""跟财务总监吃饭，姓游."""
_LADY = regex(r"老板娘")

_ROLES = (
    "经理|总监|主任|采购|财务|部长|科长|厂长|店长|站长|校长|行长|负责人|工程师|研究员|助理|秘书|老板娘?|联系人|对接人|技术|研发|工艺|品质|质检|设备|商务|行政|人事|后勤|运营|"
    "副总裁?|总裁|董事长|总工|主管|专员|代表|会计|院长|所长|处长|部门?|处|科|中心|CTO|CEO|CFO|COO|CIO|HR|SQE|PM"
)
_FULL = regex(
    rf"(?:(?P<sure>(?:{_ROLES}|{KIN})的?\s?[：:]?|叫|名叫|接[手班]的人?是)|(?P<by>[跟和与找约陪给问]|见了?|拜访了?|遇到|[那这]个)|\u3000的?|^|(?<=[，,。；;、：:.\-—\]】\s]))"
    rf"(?P<name>(?:{ANY_OF})[\u4e00-\u9fff]{{1,2}}?)"
    r"(?=[说聊谈见打通开来要想问回在给约的和跟与、，,。；;！!：:\s发讲同反介签接去到带让请演试看确没不也]|电话|视频|微信|邮件|开会|$"
    r"|(?(sure)[卡拍支认负嫌催答表希是都还有把点分然管]|(?!)))"
)
_TITLED = regex(
    rf"(?:^|(?<=[\u3000\s，,。；;、：:跟和与同见找访了给问约的是由让请叫]))"
    rf"(?P<name>(?:{ANY_OF})(?![{NO_GIVEN}])[\u4e00-\u9fff](?:(?![{NO_GIVEN}副])[\u4e00-\u9fff])?)\s?"
    r"(?:副?总(?![是部价额量共数体的算包成])|总监|(?:副?总)?经理|(?:副?主)任|主管|工程师|[厂处科部院所校局]长(?!期)"
    r"|同志|老师|教授|博士|医生|先生|女士|师傅|律师)"
)


def people(text: str, known: Sequence[str] = ()) -> list[Found[str]]:
    """The people at customers, in order, each once; see `everybody`."""
    return at_customers(everybody(text, known), text, known)


def at_customers(
    found: Sequence[Found[str]], text: str, known: Sequence[str] = ()
) -> list[Found[str]]:
    """Those of `found` who are no bystanders, each once; whoever is known at the customer is none."""
    kept: dict[str, Found[str]] = {}
    for one in without_bystanders(_named_once(found, text), text, known):
        kept.setdefault(one.value, one)
    return list(kept.values())


def everybody(text: str, known: Sequence[str] = ()) -> list[Found[str]]:
    """Wherever somebody is named, in order; our own people too.

    Args:
        text: with customers blanked.
        known: the names of whoever is known at those customers.
    """
    found: list[Found[str]] = []
    for one in _spotted(text, known):
        if is_free(one.start, one.end, found):
            found.append(one)
    return sorted(found, key=lambda each: each.start)


def _named_once(found: Sequence[Found[str]], text: str) -> list[Found[str]]:
    """Without 老板娘 where her name follows: 老板娘Cici, 老板娘叫李桂兰; of 总经理姓石，石总 the latter."""
    begins = {one.start for one in found}
    named = {one.value for one in found}
    return [
        one
        for one in found
        if not (one.value.endswith("总经理") and one.value.removesuffix("经理") in named)
        and (
            one.value != "老板娘"
            or begins.isdisjoint({one.end, one.end + text.startswith("叫", one.end)})
        )
    ]


def _spotted(text: str, known: Sequence[str]) -> Iterator[Found[str]]:
    """王建国总, 王总, 老板姓熊, who is known there, 阿强, 老周, 林峰, Kevin: the surest way of naming first."""
    yield from _titled(text)
    yield from (one for one in _foreign(text) if _BEFORE_A_TITLE.match(text, one.end - 1))
    yield from _by_surname(text)
    yield from _known(text, known)
    for match in (*_CANTONESE.finditer(text), *_NICKNAMED.finditer(text)):
        if not match.group().endswith("生") or match.group() not in everyday():
            yield Found(match.group(), *match.span())
    yield from familiar(text)
    yield from _full_names(text)
    yield from _foreign(text)
    for match in _LADY.finditer(text):
        yield Found(match.group(), *match.span())


def familiar(text: str) -> Iterator[Found[str]]:
    """老周, 小林."""
    for match in _FAMILIAR.finditer(text):
        if not _is_thing(match, text):
            yield Found(match["who"], *match.span())


def _titled(text: str) -> Iterator[Found[str]]:
    """王建国总, 沈国梁副总."""
    for match in _TITLED.finditer(text):
        if is_given(match["name"]) and not is_word(match["name"]):
            yield Found(match["name"], *match.span("name"))


def _by_surname(text: str) -> Iterator[Found[str]]:
    """王总, 铁经理, 厂长姓计, 姓厉的经理."""
    for match in (
        *_SURNAMED.finditer(text),
        *_OF_SURNAME.finditer(text),
        *_SURNAMED_LATER.finditer(text),
    ):
        title = match["title"].removeprefix("老") if match["title"] == "老总" else match["title"]
        yield Found(match["surname"] + title, *match.span())
    for match in _NAMED.finditer(text):
        if match.group() not in NO_PERSON and not _ends_a_word(text, match.start()):
            yield Found(match.group(), *match.span())
    for match in _SELDOM.finditer(text):
        yield Found(match.group(), *match.span())


def _known(text: str, known: Sequence[str]) -> Iterator[Found[str]]:
    """Where whoever is known at the customer is named, the longest name first."""
    for name in sorted(known, key=len, reverse=True):
        edge = r"(?![A-Za-z])" if name[-1:].isascii() else ""
        for match in re.finditer(re.escape(name) + edge, text) if len(name) > 1 else ():
            yield Found(name, *match.span())


_TAILS = {"方": "供甲乙丙三我厂校院资客买卖各双", "管": "仓城安质物网综"}
"""Words that the dictionary lacks and that end in a surname."""
_BEFORE_NAMES = "跟和与同找约给见问"


def _ends_a_word(text: str, start: int) -> bool:
    """分管, 那边, 对方, 换成: a surname that ends the word before it is none."""
    here, before = text[start], text[max(0, start - 1) : start]
    if here not in LIKE_WORDS or not before or before in _BEFORE_NAMES:
        return False
    return before + here in everyday() or before in _TAILS.get(here, "")


def _is_thing(match: re.Match[str], text: str) -> bool:
    """小程序, 老方法, 一小段, 小单: no 小程, 老方, 小段."""
    who, end = match["who"], match.end()
    if _TO_CONTACT.search(text[: match.start()]):
        return False
    if who in NO_FAMILIAR or (who == "小段" and _PART_OF_ONE.search(text[: match.start()])):
        return True
    follows = text[end : end + 1]
    return who[-1] in LIKE_WORDS and follows not in _VERBS and who[-1] + follows in everyday()


_TOOK = regex(r"的?(?:公司|厂家?|单位)?给?(?:拿|抢|撬|截|中)(?:走|了|标|下|胡|去)")
"""叫安达讯的给拿走了: a firm, that won."""
_MET = regex(
    rf"[个位][^，,。；;\s]{{1,10}}(?<![新别大小])的(?:名?叫|是)(?P<name>(?:{ANY_OF})[\u4e00-\u9fff]{{1,2}})(?=$|[，,。；;\s])"
)
"""认识个开鸡场的叫牛大庄: whatever his given name means."""
_PHONED = regex(
    rf"(?P<name>(?:{ANY_OF})[\u4e00-\u9fff]{{2}})(?=的?(?:电话|手机|号码)号?[是:：]?\s?(?:1[3-9]\d{{9}}|[一幺幺][三四五六七八九][零〇一二三四五六七八九]{{9}}))"
)
"""钱玉梅电话一三八…, in a dictation without marks."""


def _full_names(text: str) -> Iterator[Found[str]]:
    """CTO林峰, 跟陈浩通完话: a surname and a given name that make no word together."""
    for match in _FULL.finditer(text):
        name = match["name"]
        if _TOOK.match(text, match.end("name")):
            continue
        if name[-1] not in NO_GIVEN and not is_word(name) and _is_called(match):
            yield Found(name, *match.span("name"))
    for match in _MET.finditer(text):
        if match["name"][-1] not in NO_GIVEN and not is_word(match["name"]):
            yield Found(match["name"], *match.span("name"))
    for match in _PHONED.finditer(text):
        if is_given(match["name"]):
            yield Found(match["name"], *match.span("name"))


def _is_called(match: re.Match[str]) -> bool:
    """Whether it is somebody's name, by what stands before it."""
    name = match["name"]
    if match["sure"]:
        return may_be_given(name)
    return is_given(name) and (bool(match["by"]) or not is_doubtful(name))


_NO_SURNAME = "曾付钱应尤费卜冷臧严周"
"""Words behind a name, as a rule: Kevin付了钱, Tony周五来."""


_BEFORE_A_TITLE = regex(rf"[{COMMON}](?:{TITLES})")
"""Tony张经理: one person by both of his names."""


def _foreign(text: str) -> Iterator[Found[str]]:
    """Kevin, Tony Chen, Vivian吴."""
    for match in ENGLISH.finditer(text):
        if is_english_word(match, text):
            continue
        end = match.end()
        surname = text[end : end + 1]
        is_one = surname and surname in COMMON and surname not in _NO_SURNAME
        if is_one and " " not in match.group() and text[end : end + 2] not in everyday():
            end += 1
        yield Found(text[match.start() : end], match.start(), end)


def is_full_name(text: str) -> bool:
    """Whether it reads like a surname and a given name: 张三丰; not 华东, nor 方案组."""
    shape = re.fullmatch(rf"(?P<surname>{ANY_OF})[\u4e00-\u9fff]{{1,2}}", text)
    if shape is None or text[-1] in _GROUPS:
        return False
    return len(shape["surname"]) > 1 or not is_word(text)


_GROUPS = "组队部区司家们个天周月里的"
_MAYBE = regex(
    rf"(?:^|(?<=[\u3000，,。；;\s的跟和与给找下见约访过]))(?:{ANY_OF}|[老小大阿])[\u4e00-\u9fff]{{1,2}}"
)


_BEHIND_A_NAME = regex(
    rf"(?:^|(?<=[\u3000，,。；;\s]))[\u4e00-\u9fff]{{2,3}}(?P<name>(?:{ANY_OF})[\u4e00-\u9fff]{{1,2}}?)"
    r"(?=[说讲嫌]|反馈|答应|[那这]边|的事)"
)
"""长心刘薇说: behind what may be a customer's name misspelt."""


def perhaps(text: str, found: Sequence[Found[str]]) -> list[Found[str]]:
    """What reads like a name where one can stand, beside those found: 王建国, 王建, 大鹏."""
    behind = (one for one in _BEHIND_A_NAME.finditer(text) if not is_word(one["name"]))
    places = [one.span() for one in _MAYBE.finditer(text)] + [one.span("name") for one in behind]
    return [
        Found(text[start : start + size], start, start + size)
        for start, end in places
        if is_free(start, end, found)
        for size in range(end - start, 1, -1)
    ]


def is_name(text: str) -> bool:
    """Whether `text` reads like one person's name alone: 老赵, 张强, David; no 招标, no 我们."""
    if re.fullmatch(r"[老小大阿][\u4e00-\u9fff]|[A-Z][a-z]+", text):
        return True
    return (
        bool(re.fullmatch(rf"(?:{ANY_OF})[\u4e00-\u9fff]{{1,2}}", text)) and text not in everyday()
    )
