"""What is said to everybody at one's own office: 投影仪我搁前台了 谁要用自己拿, 今天谁值班."""

from bot.keys import Intent
from bot.talk import SmallTalk
from bot.understanding.patterns import regex
from bot.understanding.reading import Reading

_THINGS = regex(
    r"投影仪|打印机|复印机|碎纸机|充电(?:宝|器|线|头)|数据线|车?钥匙|会议室|空调|饮水机|微波炉|冰箱|(?i:wi-?fi)|路由器|雨伞|工位|门禁卡?|工牌|停车[位卡]|车位|团建|外卖|订饭|点饭|盒饭|奶茶|零食"
    r"|水杯|杯子|抽屉|前台|报销|年会|值班|考勤|打卡|工资|社保|键盘|鼠标|电脑|显示器|耳机|快递|包裹|群里|名片|样册|垃圾桶|电闸|最后走|打球|羽毛球|拼车|拼单|挡道|挪车"
)
_TO_ALL = regex(
    r"谁(?:把我|有去)|谁[^，,。；;]{0,6}(?:看[见到]|点了|自己|自取|借|捡|拿了|拿走了|帮[我忙]|顺路|换一|落在?|多余|来拿|去(?:报修|拿|取|开|关|买|倒|修)|值班|填了|锁一?下)|自己拿|自取|找谁(?:修|领|换|报)|(?:大家|各位|大伙)[^，,。]{0,4}(?:别忘|记得|注意|自[己取])|来我(?:这|座位)"
)
_ASKS = regex(r"谁|[?？吗]|哪|多少|几点|怎么|来着")
_WORK = regex(
    r"客户|单子|[这那一]单|商机|项目|合同|公海|拜访|跟进|线索|报价|成交|签[单约了]|业绩|提醒|叫我|计划|联系|年框|中标|投标|[卖买]|采购|对手|公司(?!的?(?i:wi-?fi))|厂|负责|在跟"
)


def office(reading: Reading) -> Intent | None:
    """Small talk where no customer, person or sum is named, nor anything of work with them."""
    found = reading.customers or reading.contacts or reading.amounts or reading.known_by_contact
    text = reading.text
    if found or reading.picked or _WORK.search(text):
        return None
    said = _TO_ALL.search(text) or (_THINGS.search(text) and _ASKS.search(text))
    return SmallTalk("other") if said else None
