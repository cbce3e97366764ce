"""Intents about the talk: drafts, taking back, help, digests, admin; what is wanted of the CRM: `bot.intents`."""

from dataclasses import dataclass
from datetime import time

from bot.slots import Amount, CustomerRef, Period, When
from core.customers.model import CustomerId

# --- taking back, correcting, leaving -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back an act, by default the last one; `draft` is the card it was pressed on.

    With `kind` (`follow_up`) the last record of it goes, with everything corrected in it since;
    with `customer` the last one about that customer.
    """

    act: str = ""
    draft: str = ""
    kind: str = ""
    customer: CustomerRef = CustomerRef()


@dataclass(frozen=True, slots=True)
class Redo:
    """恢复刚删的: bring back what was taken back last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correct:
    """Change what the open draft or the last saved record says: 不是远帆，是蓝鲸; 金额135万.

    `of` names the customer whose last record is meant, where it is not the one shown last; `wrong`
    are the words that are not right (远帆 of 不是远帆，是蓝鲸). Only the given slots change; `also` is
    added to what they said; `weekday_only` marks 是周五不是周四, read near the date it corrects.
    """

    customer: CustomerRef | None = None
    of: CustomerRef = CustomerRef()
    wrong: str = ""
    when: When | None = None
    next_when: When | None = None
    amount: Amount | None = None
    contact: str = ""
    content: str = ""
    result: str = ""
    also: str = ""
    next_step: str = ""
    none_reason: str = ""
    competitor: str = ""
    weekday_only: bool = False


@dataclass(frozen=True, slots=True)
class Cancel:
    """算了: leave the open draft; 商机不要了, 远帆那条别记了, 第2条不要: that part of it.

    `kinds` are names of intents; `number` counts from 1.
    """

    kinds: tuple[str, ...] = ()
    customer: CustomerRef = CustomerRef()
    number: int = 0


@dataclass(frozen=True, slots=True)
class Confirm:
    """好, 保存, 对: by words what 保存 does."""


@dataclass(frozen=True, slots=True)
class Pick:
    """第2个, or the number or distinguishing words of a choice."""

    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NextPage:
    """下一页, 还有吗: of the list last shown."""


# --- what a draft keeps, and what its buttons carry ----------------------------------------------


@dataclass(frozen=True, slots=True)
class Wish:
    """One of several: the encoded intent, and `saved` (by `act`) or `cancelled` once it was dealt with."""

    intent: str
    done: str = ""
    act: str = ""


@dataclass(frozen=True, slots=True)
class Together:
    """What one message wishes, on one card: each is asked about, saved and dropped alone."""

    wishes: tuple[Wish, ...]


@dataclass(frozen=True, slots=True)
class SaveDraft:
    """`entry` picks one entry of several (F05); None means all."""

    draft: str
    version: int
    entry: int | None = None


@dataclass(frozen=True, slots=True)
class EditDraft:
    draft: str
    version: int


@dataclass(frozen=True, slots=True)
class SubmitDraft:
    """The form of 修改, with the values in the press."""

    draft: str
    version: int


@dataclass(frozen=True, slots=True)
class DropDraft:
    draft: str
    version: int
    entry: int | None = None


@dataclass(frozen=True, slots=True)
class ShowDraft:
    """The card of a draft as it stands; after saving, what its records say now."""

    draft: str


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """One of the answers to what a draft asks: 46万, 11月25日."""

    draft: str
    version: int
    option: int


@dataclass(frozen=True, slots=True)
class ChooseCustomer:
    """One of several customers a name may mean; goes on with what the draft wants."""

    draft: str
    version: int
    customer: CustomerId
    entry: int = 0


# --- digests and admin ----------------------------------------------------------------------------


ME = "我"
"""Whose figures: one's own, also where one leads a team."""


@dataclass(frozen=True, slots=True)
class ShowDigest:
    """今天怎么样; `person`, a name or `ME`, narrows it; `period` None is today; `silent`: 谁还没写跟进."""

    period: Period | None = None
    person: str = ""
    silent: bool = False


@dataclass(frozen=True, slots=True)
class OpenNumber:
    """The list behind a number of a digest; `person` and `as_of` as in the digest, or as it is now."""

    number: str
    since: str
    until: str
    page: int = 0
    person: str = ""
    as_of: str = ""


@dataclass(frozen=True, slots=True)
class PassOn:
    """转告: what was said of a colleague's customer goes to its owner; `note` is where it is kept."""

    note: str


@dataclass(frozen=True, slots=True)
class DecideBinding:
    request: str
    approve: bool
    employee: str = ""


@dataclass(frozen=True, slots=True)
class BindAs:
    """An unbound person says who he is."""

    name: str


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """/自检."""


@dataclass(frozen=True, slots=True)
class ShowNotUnderstood:
    """没听懂的: for an admin."""


@dataclass(frozen=True, slots=True)
class ShowRules:
    """现在公海规则是啥."""


# --- the rest -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSettings:
    """晚上别叫我, 改成英文, 推送到飞书."""

    quiet_from: time | None = None
    quiet_until: time | None = None
    language: str = ""
    platform: str = ""


@dataclass(frozen=True, slots=True)
class ShowSettings:
    """我的设置."""


@dataclass(frozen=True, slots=True)
class Help:
    """怎么用."""


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """Thanks, weather, insults: answered politely, nothing written."""

    topic: str = ""


@dataclass(frozen=True, slots=True)
class NotSupported:
    """Understood (`intent` is its name in the product's list) and not built yet; counted.

    Args:
        asks: it was a question: there is nothing to be written, only to be known.
    """

    intent: str
    asks: bool = False


@dataclass(frozen=True, slots=True)
class NotRecorded:
    """Something a question asks beside what is answered: said to be recorded nowhere.

    Args:
        words: the part of the question, as it was written.
        sought: each of the words in it; where a record of `customer` has one of them, it is answered;
            empty for what no record can tell.
        figure: a figure is asked for, so that a record without one answers nothing.
    """

    words: str
    sought: tuple[str, ...] = ()
    customer: CustomerRef = CustomerRef()
    figure: bool = False


@dataclass(frozen=True, slots=True)
class OutOfRange:
    """A day no calendar of ours reaches: 9999年, 推迟99999天; nothing is written."""

    words: str


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Nothing was understood; the sentence is kept for an admin.

    Args:
        asks: it was a question: that it cannot be answered is the answer.
    """

    asks: bool = False
