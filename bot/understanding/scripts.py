"""One way of writing for what is written in several: 週三下午３點 is 周三下午3点."""

_TRADITIONAL = dict(
    zip(
        "點時號後週禮個兩鐘農曆這來頭數幾萬億餘塊圓幣聖誕節兒婦勞動愛國慶陽陰閏臘間從於雙對負倆陸貳參開當現內過還準剛歲韓歐儘僅貫誤錢銖盧軍護師黨",
        "点时号后周礼个两钟农历这来头数几万亿余块圆币圣诞节儿妇劳动爱国庆阳阴闰腊间从于双对负俩陆贰叁开当现内过还准刚岁韩欧尽仅贯误钱铢卢军护师党",
        strict=True,
    )
)
_HALF = {chr(0xFF10 + digit): str(digit) for digit in range(10)}
_HALF |= {
    chr(code): chr(code - 0xFEE0) for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_HALF |= dict(zip("．／－−％＋＾～", "./--%+^~", strict=True))
_PLAIN = str.maketrans(_TRADITIONAL | _HALF)


def plain(text: str) -> str:
    """Words of time and number in simplified characters and half width; every place stays."""
    return text.translate(_PLAIN)
