"""Regions and provinces that customers are asked for by: 江浙一带, 珠三角, 浙江有哪几家."""

from bot.understanding.patterns import regex
from core.customers.name_words import any_of

_OF_PROVINCES = {
    "江苏": "南京 苏州 无锡 常州 徐州 南通 扬州 镇江 泰州 盐城 淮安 连云港 宿迁 昆山 江阴 常熟 张家港 太仓 宜兴 溧阳 丹阳 靖江 泰兴 如皋 海安 启东 海门",
    "浙江": "杭州 宁波 嘉兴 湖州 绍兴 金华 台州 温州 丽水 衢州 舟山 义乌 慈溪 余姚 海宁 桐乡 平湖 嘉善 诸暨 上虞 东阳 永康 瑞安 乐清 温岭 德清 长兴 安吉",
    "安徽": "合肥 芜湖 马鞍山 滁州 安庆 蚌埠 阜阳 淮南 淮北 铜陵 黄山 宿州 六安 亳州 池州 宣城",
    "广东": "广州 深圳 珠海 佛山 东莞 中山 惠州 江门 汕头 湛江 肇庆 清远 顺德 韶关 茂名 梅州 汕尾 河源 阳江 潮州 揭阳 云浮",
    "福建": "福州 厦门 泉州 漳州 莆田 龙岩 三明 南平 宁德 晋江 石狮 福清",
    "山东": "济南 青岛 烟台 潍坊 淄博 临沂 威海 济宁 泰安 德州 聊城 菏泽 东营 日照 枣庄 滨州",
    "湖北": "武汉 襄阳 宜昌 黄石 十堰 荆州 荆门 鄂州 孝感 黄冈 咸宁 随州 恩施",
    "湖南": "长沙 株洲 湘潭 岳阳 衡阳 邵阳 常德 张家界 益阳 郴州 永州 怀化 娄底 浏阳",
    "四川": "成都 绵阳 自贡 攀枝花 泸州 德阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中 资阳",
    "河南": "郑州 洛阳 新乡 许昌 南阳 开封 平顶山 安阳 鹤壁 焦作 濮阳 漯河 三门峡 商丘 信阳 周口 驻马店",
    "河北": "石家庄 唐山 保定 邯郸 廊坊 沧州 秦皇岛 邢台 张家口 承德 衡水",
    "陕西": "西安 咸阳 宝鸡 铜川 渭南 延安 汉中 榆林 安康 商洛",
    "辽宁": "沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 葫芦岛",
}
_OF_REGIONS = {
    "江浙沪": "江苏 浙江 上海",
    "江浙": "江苏 浙江",
    "苏浙": "江苏 浙江",
    "苏南": "苏州 无锡 常州 昆山 江阴 常熟 张家港 太仓 宜兴",
    "长三角": "江苏 浙江 安徽 上海",
    "珠三角": "广州 深圳 珠海 佛山 东莞 中山 惠州 江门 肇庆 顺德",
    "大湾区": "广州 深圳 珠海 佛山 东莞 中山 惠州 江门 肇庆 顺德 香港 澳门",
    "京津冀": "北京 天津 河北",
    "川渝": "四川 重庆",
}
_CITIES_OF = {name: tuple(cities.split()) for name, cities in _OF_PROVINCES.items()}
_CITIES_OF |= {
    name: tuple(city for part in parts.split() for city in _CITIES_OF.get(part, (part,)))
    for name, parts in _OF_REGIONS.items()
}
REGION = regex(rf"(?P<region>{any_of(_CITIES_OF)})(?:省|一带|地区|那一?块|那边|这边|片区)*")


def regions_in(text: str) -> tuple[str, ...]:
    """Those that are named, each once, in order."""
    return tuple(dict.fromkeys(found["region"] for found in REGION.finditer(text)))


def cities_of(region: str) -> tuple[str, ...]:
    """Its cities; none of what is no region."""
    return _CITIES_OF.get(region, ())
