"""Customers and their people by words: created, starred, changed."""

import re
from dataclasses import replace

from bot.intents import CreateCustomer, PutContact, Star, UpdateCustomer
from bot.keys import Intent
from bot.slots import CustomerRef, PersonSaid
from bot.understanding.clauses import said_beside, whole
from bot.understanding.conditions import conditions
from bot.understanding.contact_facts import (
    TOLD,
    UPDATED,
    is_fact,
    is_put_down,
    is_succeeded,
    phone,
    taking_over,
)
from bot.understanding.patterns import regex
from bot.understanding.planning import step_beside
from bot.understanding.questioning import QUESTION, is_question
from bot.understanding.reading import Reading, within
from bot.understanding.reminding import REMIND
from bot.understanding.reported import is_contacted
from bot.understanding.roles import JOB, RANK, said_of
from core.customers.model import ContactRole, Tier

_ASKED_FOR = regex(r"(?:你?能不能|可不可以|可以|你?能|帮)")
"""能不能建个客户: an order all the same."""
_BOOKS = r"(?:客户|系统|库|(?i:crm)|名单|后台)(?:库|表)?(?:里面?|里头|中)?[，,：:\s]*"
_ADDS = r"(?:新建|新增|新开|建|加|添加?|录入?|登记|开|立|创建|增加|补)"
_OF_A_FIRM = r"(?:客户|单位|厂家|公司|企业|门店|户头)"
_NEW = regex(
    rf"^(?:{_ASKED_FOR.pattern}|帮?忙|帮我|请|麻烦|给我|我要|{_BOOKS})*"
    rf"(?:{_ADDS}了?(?:一?[个家户下条]){{0,2}}新?的?(?:{_OF_A_FIRM}(?:档案)?|户(?=$|[\s，,：:]))|{_ADDS}一?[家户](?=[\s，,：:\u4e00-\u9fff])|建个?档)[：:，,]?"
    rf"|^{_BOOKS}{_ADDS}一[个家条](?=[\s，,：:])"
    rf"|^(?:add|上)\s*(?:新)?客户(?=[：:\s])|^{_BOOKS}[插塞]入?一?[个条家](?:新客户)?[：:，,\s]*|[，,\s](?:录?入|加进|记进|归入)客户(?:库|档案|表)?$|^新增?{_OF_A_FIRM}(?:入库|档案|建档)?(?=[：:，,\s]|$)|^客户(?:档案)?新建|(?:建|加)个客户|\s*(?:建档|建个档)$"
    r"|^(?:系统|库)里(?:面)?(?:没有|查不到|没)(?=.{2,20}[，,]\s*(?:帮我)?(?:建|加|录))|^(?:系统|库)里(?:面)?(?:没有|查不到|没查?到?)[，,\s]*(?:帮我|给我)?(?:新?建|加|录)个?新?客户"
    r"|^(?:帮我)?(?:建|加|录)个?.{1,10}的(?:子|分|兄弟|关联)公司"
)
_NUMBER = r"1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}|0\d{2,3}-?\d{7,8}"


_INDUSTRY = regex(r"做([\u4e00-\u9fff]{1,8}?)的")
_TIER = regex(r"([ABC])\s*类")
_MOBILE = regex(rf"(?<!\d)({_NUMBER})(?!\d)")
_CONTACT = regex(r"联系人[是:：\s]*([\u4e00-\u9fff]{1,4}?)(?=[\s\d，,。]|$)")


def create_customer(reading: Reading) -> Intent | None:
    """新客户：合肥科晶，做晶圆的，A类，联系人周总13911112222."""
    text = reading.text.strip()
    if not _NEW.search(text) or (is_question(reading) and not _ASKED_FOR.match(text)):
        return None
    rest = _NEW.sub("", text).strip(" ：:，,。")
    name = re.split(r"[，,。；;\s]|做[\u4e00-\u9fff]", rest)[0]
    tier = _TIER.search(rest)
    city = next(iter(conditions(reading).cities), "")
    named = reading.contacts[0].value if reading.contacts else ""
    contact = _first(_CONTACT, rest) or named
    return CreateCustomer(
        name=name,
        industry=_first(_INDUSTRY, rest),
        city=city if name.startswith(city) else "",
        tier=Tier(tier[1]) if tier else None,
        contact=contact,
        title=_title_of(contact, rest) if contact else "",
        parent=_parent(reading),
        mobile=re.sub(r"[\s-]", "", _first(_MOBILE, rest)),
    )


_POST = regex(
    r"[，,、\s(（]*(?:(?:职务|职位|是)[是:：]?\s*)?(?P<title>[\u4e00-\u9fff]{0,5}(?:总监|经理|总裁|副总|主任|主管|部长|厂长|科长|工程师|负责人|助理|采购|财务|老板|会计|专员))(?=$|[，,。\s\d)）])"
)
_BRANCH = regex(r"的?(?:全资|控股)?(?:子|分)公司|的(?:新厂|分厂)")


def _title_of(contact: str, text: str) -> str:
    """联系人周总，采购总监: what is said behind the name, or right before it."""
    place = text.find(contact)
    behind = _POST.match(text, place + len(contact)) if place >= 0 else None
    if behind:
        return behind["title"]
    before = re.search(rf"(?:{JOB})?(?:{RANK})$|(?:{JOB})$", text[: max(place, 0)])
    return before.group() if before else ""


def _parent(reading: Reading) -> CustomerRef:
    """加个远帆的子公司 远帆储能: whose branch it is."""
    branch = (one.value for one in reading.customers if _BRANCH.match(reading.text, one.end))
    return next(branch, CustomerRef())


def _first(words: re.Pattern[str], text: str) -> str:
    """What the first group of `words` holds, where they are found."""
    match = words.search(text)
    return match[1] if match else ""


_UNSTAR = regex(r"取消(?:关注|重点|星标|加星)|不是重点")
_STARRED = regex(r"(?:星标?|重点|关注)了?的?(?:客户|公司|有)")
_STAR = regex(
    r"加重点|(?:[标列设]?[为成]|标)重点(?:客户)?$|加个?星|星标|关注一下|设为重点|标记?重点|加关注"
)


def star(reading: Reading) -> tuple[Star, ...] | None:
    """远帆加重点; 取消关注天府医疗; 华精和蓝鲸加个星标."""
    refs = reading.named or (reading.customer,)
    if _UNSTAR.search(reading.text):
        return tuple(Star(ref, on=False) for ref in refs)
    known = reading.customers or reading.context.shown
    lists = QUESTION.search(reading.text) or _STARRED.search(reading.text)
    wanted = known and _STAR.search(reading.text) and not lists
    return tuple(Star(ref) for ref in refs) if wanted else None


_RENAMED = regex(r"改(?:一?下)?(?:名字?)?[，,\s]*叫\s*([\u4e00-\u9fff]{2,20}?)(?=了|[，,。\s]|$)")
_ALIAS = regex(
    r"(?:以后|^)(?P<alias>(?![这那他她我你它])[\u4e00-\u9fffA-Za-z]{2,8})就是(?P<name>[\u4e00-\u9fffA-Za-z0-9（）()]{2,40})"
)
_ALSO_CALLED = regex(
    r"(?:简称|别名|小名)(?:加|再加|添|还有|叫)(?:一?个|上)?\s*([\u4e00-\u9fffA-Za-z]{2,10})"
)
_FIELD = regex(
    r"(?P<field>行业|城市|地址|地区|电话|简称|全名|公司名|名字|名称|手机)(?:号|号码)?(?:(?:改|换|变|更新|填|写)(?:成|为|到|叫)?了?|(?<=[话机业市址])是|(?<=号码)是)[：:\s]*(?P<value>[^，,。]{2,30})"
)
_MOVED = regex(
    r"地址(?:换|变|改|搬)了?[，,\s]*(?:现在|新的?)?(?:地址)?(?:在|是|搬[到去])\s*(?P<value>[^，,。]{2,30})"
)
_FIELDS = {
    "行业": "industry",
    "城市": "city",
    "地址": "city",
    "地区": "city",
    "电话": "mobile",
    "手机": "mobile",
    "简称": "alias",
    "名字": "name",
    "全名": "name",
    "公司名": "name",
    "名称": "name",
}


def customer(reading: Reading) -> Intent | None:
    """华东精密的行业改成仪器仪表; 海川改叫海川精工; 王总改名叫王建军; 以后北重就是北海重工."""
    text = reading.text
    if renamed := _RENAMED.search(text):
        if reading.contacts:
            who = reading.contacts[0].value
            return PutContact(customer=reading.customer, name=who, called=renamed[1])
        return UpdateCustomer(customer=reading.customer, name=renamed[1])
    alias = None if reading.times or is_question(reading) else _ALIAS.search(text.strip())
    if alias and (reading.customers or reading.text.strip() == alias.group()):
        named = reading.customers[-1].value if reading.customers else CustomerRef((), alias["name"])
        return UpdateCustomer(customer=named, alias=alias["alias"])
    also = _ALSO_CALLED.search(text)
    if also:
        return UpdateCustomer(customer=reading.customer, alias=also[1])
    if moved := _MOVED.search(text):
        return UpdateCustomer(customer=reading.customer, city=moved["value"].strip())
    changed = _FIELD.search(text)
    if changed is None or reading.contacts or QUESTION.search(text):
        return None
    value = {_FIELDS[changed["field"]]: changed["value"].strip()}
    return UpdateCustomer(customer=reading.customer, **value)


_PERSON = regex(
    r"新来[了的]?|接手的?|换(?:了个?)?采购|(?:[总工姐哥理任长]|采购)(?:换人|要?走)了?|离职|调走|退休|辞职|跳槽|对接(?:的|人)?(?:现在)?(?:是|换|改|找|归)|换成(?!\s?(?:\d{1,2}[月号]|[周下明后礼星本这])|[^，,。；;\s]{1,8}的(?=$|[，,。；;\s]))|接班的?|拍板|卡付款|支持我们|(?:职位|职务|头衔|岗位)(?:改|换|变|升|调)|生日(?:是|[:：]|农历|阳历|\d)|电话换|换号|手机换|新采购|联系人(?:改|换|加|是)|联系人里|(?:建|新建|新增|加|添|添加|录|登记|存)(?:一?个)?(?:新的?)?联系人|(?:助理|秘书|对接人|老婆)(?:叫|是|姓)|新对接人|新[\u4e00-\u9fff]{1,4}姓|升(?:了|任|为|成|到)?[\u4e00-\u9fff]{0,4}(?:长|总|经理|主任|总监|主管|组长)|提(?:拔|了)[\u4e00-\u9fff]{0,4}(?:长|总|经理|主任|总监|主管)|姓"
)
_NEWCOMER = regex(r"新来|换采购|接手|新[\u4e00-\u9fff]{1,4}姓")


def contact(reading: Reading) -> Intent | tuple[Intent, ...] | None:
    """王总电话换了 13700009999; 远帆新来了个采购副总，姓冯; 何总拍板."""
    text = reading.text
    if not (reading.contacts or reading.customers) or is_question(reading):
        return None
    number, _ = phone(text)
    if is_fact(reading):
        return _with_step(_contact(reading, number), reading)
    paid = bool(reading.amounts) and not number
    if paid or not _is_about_people(text, phoned=bool(number)) or _is_told(reading):
        return None
    parts = _of_each(reading)
    if len(parts) > 1 and not number:
        return tuple(_contact(part, "") for part in parts)
    return _with_step(_contact(reading, number), reading)


def _with_step(put: PutContact, reading: Reading) -> Intent | tuple[Intent, ...]:
    plan = step_beside(reading)
    return (put, plan) if plan else put


def succeeded(reading: Reading) -> Intent | None:
    """曾小姐10月1号起休产假 交接给一个叫Tina的: of their people, one goes and another takes over."""
    if is_succeeded(reading):
        return _contact(reading, "")
    return _contact(reading, phone(reading.text)[0]) if is_put_down(reading) else None


def _is_about_people(text: str, *, phoned: bool) -> bool:
    """A number and whose it is, or a short word about a person."""
    named = phoned and re.search(r"电话|手机|号码|联系人|叫|助理", text)
    return bool(named) or (len(text) < 50 and bool(_PERSON.search(text)))


def _is_told(reading: Reading) -> bool:
    """A report in which somebody is spoken of, or a plan; 林峰调新加坡去了 is none."""
    text = reading.text
    if UPDATED.search(text) or (phone(text)[0] and _PUT_IN.search(text)):
        return False
    told = TOLD.search(text) and not _NEWCOMER.search(text)
    reminded = "提醒" in text or REMIND.search(text)
    return bool(reminded or told) or (is_contacted(reading) and said_beside(reading) > 1)


_PUT_IN = regex(
    r"(?:[帮给]我|[请你给])(?:录|存|记|加|添|改|更新|换)(?:[一上进]下?|到系统|进去)?[吧哈啊]?[。！!]?$"
)
"""微信手机同号13700112233 帮我录上: the end orders it, however it was come by."""


def _of_each(reading: Reading) -> list[Reading]:
    """何总拍板，财务赵总卡付款: the clause of each person of whom something is said."""
    if _NEWCOMER.search(reading.text):
        return [reading]
    spots = [whole(reading.text, (one.start, one.end)) for one in reading.contacts]
    parts = [within(reading, [spot]) for spot in dict.fromkeys(spots)]
    return [replace(one, customers=reading.customers) for one in parts if _PERSON.search(one.text)]


_BY_JOB = (
    (ContactRole.BUYER, regex(r"采购")),
    (ContactRole.EVALUATOR, regex(r"评估|技术|质检|工$")),
)
"""What somebody is by his job, where nothing else is said."""
_SURNAME = regex(r"姓([\u4e00-\u9fff])")
_CALLED = regex(r"(?:叫|是|新来的?|接手的?是?)(?:叫|是)?([\u4e00-\u9fff]{2,3})(?=[\s，,。]|$)")
_LISTED = regex(
    r"联系人[是叫:：\s]*(?:采购|财务|技术)?(?!电话|手机|微信|邮箱|职[务位])([\u4e00-\u9fff]{2,4}?)(?=[\s\d，,。:：]|$)"
)
_TITLE = regex(
    r"((?<=[，,、\s])[\u4e00-\u9fff]{1,5}(?:长|总监|经理|主任|工程师|主管|助理)(?=$|[，,。\s])|采购副?总监?|采购经理|技术部长|财务总监|副总|总经理|厂长|采购|财务)"
)
_BIRTHDAY = regex(
    r"生日[是:：]?\s*((?:农历|阴历)?[\u4e00-\u9fff\d]{1,6}月[\u4e00-\u9fff\d]{1,4}[日号]?)"
)


_OURS = regex(r"(?:加|新增|添加|建)?一?个?联系人")
"""Somebody new, at whom is spoken about: not whoever else is called so."""


def _contact(reading: Reading, mobile: str) -> PutContact:
    text = reading.text
    ours = _OURS.match(text.strip()) and reading.context.focus.ids and not reading.customers
    name = _name(reading)
    said = next((one for one in said_of(text, reading.contacts) if one.value.name == name), None)
    about = said.value if said else PersonSaid()
    title = about.title or _first(_TITLE, text)
    by_job = (role for role, words in _BY_JOB if words.search(title or name))
    return PutContact(
        customer=reading.context.focus if ours else reading.customer,
        name=name,
        title=title,
        mobile=mobile,
        role=about.role or next(by_job, None),
        attitude=about.attitude,
        birthday=_first(_BIRTHDAY, text),
        new=bool(_INTRODUCED.search(text)),
        told=reading.text[said.start : said.end] if said else "",
    )


_INTRODUCED = regex(
    r"新来|接手|新采购|新对接人|接班|(?:建|新建|新增|加|添|添加|录|登记|存)(?:一?个)?新?的?联系人"
)


def _name(reading: Reading) -> str:
    called, surname = _CALLED.search(reading.text), _SURNAME.search(reading.text)
    if surname and _NEWCOMER.search(reading.text):
        return surname[1] + "总"
    if newcomer := taking_over(reading):
        return newcomer
    if reading.contacts:
        _, place = phone(reading.text)
        before = [one.value for one in reading.contacts if one.start < place]
        return before[-1] if before else reading.contacts[0].value
    if called is None and surname:
        return surname[1] + "总"
    listed = called or _LISTED.search(reading.text)
    return listed[1] if listed else ""
