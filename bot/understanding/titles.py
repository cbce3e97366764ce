"""What people are called by behind their surname, and what must not follow it."""

_RANKS = (
    "总监 总裁 总经理 经理 主任 主管 主编 院长 局长 处长 科长 部长 厂长 所长 校长 行长 队长 组长 店长 站长 矿长 园长 馆长 社长 "
    "村长 段长 班长 工长 镇长 台长 会长 股长 厅长 县长 区长 乡长 市长 课长 董事长 理事长 秘书长 护士长 厨师长 总编 "
    "研究员 教授 书记 院士"
)
"""Each with 副 before it as well."""
_PLAIN = (
    "副总 工程师 老师 博士 硕士 医生 大夫 律师 教练 教官 师傅 师父 会计 出纳 助理 秘书 小姐 女士 先生 太太 老板娘 老板 掌柜 "
    "阿姨 大姐 大哥 大叔 大爷 大妈 专员 文员 干事 技术员 业务员 设计师 造价师 导演 导购 督导 同学 同志 支书 政委 司令 领班 工头 监理"
)
_GUARDED = {
    "总工": "地",
    "总": "算计部厂体量额数价理控署站线承",
    "工": "业程具资作艺序时地期种伤龄厂装人",
    "姐": "妹们",
    "哥": "们弟",
    "董": "事",
    "局": "里部势面",
    "队": "伍员友列里",
    "科": r"\d技学室研目普创",
    "处": "理于罚方境置女分事",
    "院": "校士子线区",
    "厂": "里家房商区方部子址",
    "叔": "",
    "厨": "房师具余柜电卫艺",
    "博": "士览弈会客文雅物彦宇涛远",
}
"""Titles of a word, and the characters that make another word of them."""
_AS_NAMES = "资料|作报|作的事|本[来人]|数[落了]|人[很挺在不也]"
"""赵工资料发了, 陈工作报告: what is said of them begins so, however the characters meet."""


def _ranks() -> list[str]:
    return [f"副?{one}" for one in _RANKS.split()]


def _guarded(title: str, follows: str) -> str:
    return f"{title}(?:(?![{follows}])|(?={_AS_NAMES}))" if follows else title


TITLES = "|".join(
    [
        *sorted(_ranks(), key=len, reverse=True),
        *sorted(_PLAIN.split(), key=len, reverse=True),
        *(_guarded(*one) for one in _GUARDED.items()),
    ]
)
OFFICES = "财务(?![部科处室总经主报])|采购(?![部科处中总经主单合价])"
"""What only a common surname makes somebody: 刘财务."""
RANKS = "|".join(
    sorted(
        {*_RANKS.split(), *_PLAIN.split(), "总", "总工", "老总", "工", "董"}, key=len, reverse=True
    )
)
"""The same, as they stand before 姓."""
NO_PERSON = frozenset(
    "何处 高处 全局 全队 全科 全院 全厂 司局 路局 车队 车厂 车工 卫生 卫队 连队 施工 单科 单生 文科 农科 师院 商科 查处 明处 "
    "管工 包工 高院 柳局 商队 古生 陶工 毕生 成工 和工 师工 任工 师傅 司机 安局 管队 管局 管处 白处 白工 司工 边队 米厂 华工 石工 方队 时总 "
    "车老板 单处 古董 向董 农工 康师傅 万科 文工 武工 高科 高局".split()
)
KIN = "侄[子女儿]|外甥女?|儿子|女儿|闺女|女婿|儿媳妇?|老婆|媳妇|爱人|老公|舅舅|小舅子|姐夫|妹夫|[表堂]?[弟妹]{1,2}|[表堂][哥姐]|徒弟|搭档"
"""Whose relative somebody is, before his name."""
