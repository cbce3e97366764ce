"""A market of companies as registers have them, invented, the same in every run.

Some brands are far commoner than others, many sound alike, and neither all places nor all trades are
among those the product knows.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

_PLACES = (
    "上海 北京 深圳 广州 苏州 杭州 宁波 南京 无锡 常州 嘉兴 东莞 佛山 珠海 惠州 中山 青岛 济南 烟台 大连 沈阳 郑州 武汉 长沙 合肥 "
    "福州 厦门 泉州 成都 重庆 西安 天津 石家庄 昆山 江阴 义乌 温州 台州 绍兴 南通 扬州 徐州 江苏 浙江 广东 山东 四川 湖北 河南 "
    "安徽 福建 河北 辽宁 江西 湖南 陕西 慈溪 余姚 晋江 滕州 邹城 靖江 海宁 泗阳 宁津"
).split()
_FIRST = (
    "远恒华宏瑞泰鑫博启明海天安盛金东南北中科创联德正嘉凯利富康达鸿弘洪新欣信亨佳锐睿晟圣胜昌长成诚承丰峰国光广和合汇惠慧吉建健江京晶景久巨君隆龙美"
    "民铭宁鹏普齐千庆荣融三森尚世顺思拓威维伟文沃西祥翔兴星雄旭亚雅扬阳亿益银英永优友宇玉裕元源云运泽展振智众卓"
)
_SECOND = (
    "帆泰盛远达川威诚宇晟通源峰格杰丰润洋信捷锐腾拓翔茂和美林岳舟大邦宝博昌成创德鼎飞福富高冠光海航豪恒宏华辉汇基嘉佳健江康科乐力利联良隆龙马铭能宁诺鹏"
    "强瑞升胜时世顺特天图旺维为伟祥新鑫星兴旭雅耀业亿益赢永优友云运泽展兆正之志智中众卓"
)
_WORDS = "天天 方圆 东方 第一 大家 三友 四通 百年 万家 新世纪 好日子 老百姓 一帆 同心 长城 黄河 泰山 阳光 蓝天 金桥".split()
"""Brands that are everyday words, or names of places."""
_TRADES = (
    "新能源 新能源科技 锂能 储能科技 光伏 精密仪器 精密机械 精工 数控 数控机床 电子 微电子 半导体 光电 光电科技 电子科技 化工 新材料 "
    "新材料科技 涂料 树脂 医疗器械 生物科技 医疗设备 汽车零部件 汽车电子 汽车配件 食品 乳业 食品机械 环保 环保科技 水处理 环境工程 "
    "自动化设备 智能科技 智能装备 信息技术 网络科技 软件 机械设备 机械制造 机械 重工 模具 五金制品 塑胶 橡胶 包装材料 印刷 纺织 服饰 家具 "
    "建材 建设工程 建设 置业 物流 供应链 贸易 商贸 进出口 实业 投资 电气 电器 照明 激光 检测技术 制药 农业 饲料 酒店管理 餐饮管理 "
    "轴承 阀门 钢结构 电缆 玻璃 陶瓷 园林 装饰 人力资源 液压 紧固件 磁材 绝缘子 密封件 丝网 磨具"
).split()
_FORMS = ("有限公司", "股份有限公司", "有限责任公司", "集团有限公司", "科技有限公司", "厂")
_OFTEN = (60, 15, 10, 6, 6, 3)
_NOWHERE = 0.05
"""The share of names without a place."""
_WIDE = 12
"""Of so many places in the alphabet of first characters the commonest brands are made."""


@dataclass(frozen=True, slots=True)
class Company:
    """One company and the parts of its name."""

    id: str
    full_name: str
    region: str
    brand: str
    trade: str


def market(count: int, seed: int = 20261124) -> Iterator[Company]:
    """Yield `count` companies of different names."""
    chance, known = random.Random(seed), set[str]()
    while len(known) < count:
        region, brand = chance.choice(_PLACES), _brand(chance)
        trade, form = chance.choice(_TRADES), chance.choices(_FORMS, _OFTEN)[0]
        kind = chance.random()
        region = "" if kind < _NOWHERE else region
        name = _written(kind, region, brand, trade) + form
        if name not in known:
            yield Company(f"C{len(known):07}", name, region, brand, trade)
            known.add(name)


def _brand(chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.01:
        return chance.choice(_WORDS)
    wide = _WIDE if kind < 0.1 else len(_SECOND)
    brand = chance.choice(_FIRST[:wide]) + chance.choice(_SECOND[:wide])
    return brand + chance.choice(_SECOND) if kind > 0.7 else brand


def _written(kind: float, region: str, brand: str, trade: str) -> str:
    if _NOWHERE < kind < 0.13:
        return f"{brand}（{region}）{trade}"
    if 0.13 < kind < 0.25:
        return f"{region}市{brand}{trade}"
    return f"{region}{brand}{trade}"
