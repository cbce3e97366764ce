"""Days and hours as they are said, each read against a stated moment."""

from datetime import datetime

import pytest

from bot.understanding.times import times
from tests.bot.understanding.moments import clock, day, said, table, when

DAYS = table("""
大前天 11-20
前天 11-21
昨天 11-22
昨日 11-22
今天 11-23
今日 11-23
明天 11-24
明日 11-24
明儿 11-24
后天 11-25
后儿个 11-25
大后天 11-26
上上周五 11-13
上周四 11-19
上个礼拜五 11-20
本周四 11-26
这周五 11-27
下周一 11-30
下礼拜一 11-30
下周三 12-02
下星期二 12-01
下个星期二 12-01
下周日 12-06
下下周二 12-08
下月5号 12-05
下个月10号 12-10
下个月十五号 12-15
上个月15号 10-15
这个月28号 11-28
本月28号 11-28
8月5号 08-05
11月20号 11-20
12月25日 12-25
12月25号 12-25
十二月二十五号 12-25
12/25 12-25
2026-12-25 12-25
2026/12/25 12-25
1月10号 2027-01-10
2027年1月3日 2027-01-03
2027.1.3 2027-01-03
明年3月5号 2027-03-05
去年12月3号 2025-12-03
三天后 11-26
3天后 11-26
过三天 11-26
十天以后 12-03
一周后 11-30
过一周 11-30
两周后 12-07
两个星期后 12-07
半个月后 12-08
过半个月 12-08
一个月后 12-23
三个月后 2027-02-23
半年后 2027-05-23
一年后 2027-11-23
三个工作日后 11-26
两天前 11-21
三天前 11-20
一周前 11-16
两个星期前 11-09
10天前 11-13
""")


@pytest.mark.parametrize(("words", "expected"), DAYS)
def test_a_day_is_read_as_it_is_said(words: str, expected: str) -> None:
    assert when(words).day == day(expected)


# Bare days: behind when the sentence looks back, ahead when it looks forward.
BARE = table("""
周五 11-20 11-27
周日 11-22 11-29
周天 11-22 11-29
周3 11-18 11-25
星期三 11-18 11-25
礼拜六 11-21 11-28
5号 11-05 12-05
20号 11-20 12-20
25号 10-25 11-25
二十五号 10-25 11-25
""")


@pytest.mark.parametrize(("words", "behind", "ahead"), BARE)
def test_a_bare_day_lies_where_the_sentence_looks(words: str, behind: str, ahead: str) -> None:
    assert when(words, future=False).day == day(behind)
    assert when(words, future=True).day == day(ahead)


ABOUT = table("""
月初 12-01
下个月初 12-01
12月上旬 12-01
12月中旬 12-15
下月中旬 12-15
月底 11-30
月末 11-30
本月底 11-30
下月底 12-31
下个月底 12-31
12月底 12-31
1月初 2027-01-01
年底 12-31
年初 2027-01-01
明年初 2027-01-01
这两天 11-24
过两天 11-25
过几天 11-26
改天 11-26
过阵子 12-07
这周 11-27
下周末 12-05
""")


@pytest.mark.parametrize(("words", "expected"), ABOUT)
def test_a_vague_word_becomes_a_day_and_is_marked_so(words: str, expected: str) -> None:
    found = when(words)

    assert (found.day, found.about) == (day(expected), True)


WEEKS = table("""
上周 11-16 11-22
下周 11-30 12-06
下下周 12-07 12-13
""")


@pytest.mark.parametrize(("words", "first", "last"), WEEKS)
def test_a_week_runs_from_monday_to_sunday(words: str, first: str, last: str) -> None:
    assert (when(words).day, said(words).last) == (day(first), day(last))


RANGES = table("""
11月25号到28号 11-25 11-28
11月25-28号 11-25 11-28
25号到28号 11-25 11-28
11月28号至12月2号 11-28 12-02
周三到周五 11-25 11-27
下周三到五 12-02 12-04
3到5月 2027-03-01 2027-05-31
周五到周二 11-27 12-01
周三和周五之间 11-25 11-27
25号与28号之间 11-25 11-28
""")


@pytest.mark.parametrize(("words", "first", "last"), RANGES)
def test_two_days_with_a_to_between_them_are_one_range(words: str, first: str, last: str) -> None:
    found = said(words)

    assert found.when is not None
    assert (found.when.day, found.last) == (day(first), day(last))


HOURS_LONG = table("""
9到11点 11-23T09:00 11-23T11:00
晚上8点到上午9点 11-23T20:00 11-24T09:00
下午两点到四点 11-23T14:00 11-23T16:00
明天9点到11点半 11-24T09:00 11-24T11:30
上午10点到2点 11-23T10:00 11-23T14:00
今晚十点到凌晨一点 11-23T22:00 11-24T01:00
""")


@pytest.mark.parametrize(("words", "begins", "ends"), HOURS_LONG)
def test_two_hours_with_a_to_between_them_are_one_range(words: str, begins: str, ends: str) -> None:
    found = said(words)

    assert found.ends == datetime.fromisoformat(f"2026-{ends}")
    assert found.begins == datetime.fromisoformat(f"2026-{begins}")


@pytest.mark.parametrize(
    "words",
    [
        "12月4号周五",
        "周五，12月4号",
        "12月4号（周五）",
        pytest.param("12月4号周四", id="a wrong weekday right behind its date"),
    ],
)
def test_a_date_and_its_weekday_are_one_day(words: str) -> None:
    assert when(words).day == day("12-04")


@pytest.mark.parametrize("words", ["周四，12月4号", "12月4号，周四", "12月周五"])
def test_a_date_beside_another_weekday_or_a_month_is_not_that_day(words: str) -> None:
    assert len(times(words, clock())) == 2


@pytest.mark.parametrize("words", ["11到9点", "下午3到2点"])
def test_hours_that_end_before_they_begin_are_none(words: str) -> None:
    assert times(words, clock()) == []


def test_what_lasted_goes_on_to_no_third_hour() -> None:
    first, _ = times("下午两点到四点到六点", clock())

    assert first.value.ends == datetime.fromisoformat("2026-11-23T16:00")


MONTHS = table("""
12月 12-01
下月 12-01
下个月 12-01
上个月 10-01
1月 2027-01-01
明年3月 2027-03-01
2027年3月 2027-03-01
明年三月份 2027-03-01
""")


@pytest.mark.parametrize(("words", "first"), MONTHS)
def test_a_month_without_a_day_stays_a_month(words: str, first: str) -> None:
    found = when(words)

    assert (found.day, found.month_only) == (day(first), True)


DEADLINES = table("""
周五之前 11-27
下周三以前 12-02
下周五前 12-04
12月1号前 12-01
月底前 11-30
年底前 12-31
明天下午前 11-24
三天内 11-26
3天之内 11-26
一周内 11-30
5个工作日内 11-30
一个月内 12-23
""")


@pytest.mark.parametrize(("words", "last"), DEADLINES)
def test_a_deadline_is_a_day_and_no_hour_is_invented(words: str, last: str) -> None:
    found = when(words)

    assert (found.day, found.by, found.at) == (day(last), True, None)


HOURS = table("""
今晚8点 11-23 20:00
下午三点 11-23 15:00
下午四点半 11-23 16:30
16:00 11-23 16:00
十分钟后 11-23 10:10
20分钟后 11-23 10:20
半小时后 11-23 10:30
半个小时后 11-23 10:30
一个小时后 11-23 11:00
两个小时以后 11-23 12:00
明天凌晨两点 11-24 02:00
明天早上七点 11-24 07:00
明天9点 11-24 09:00
明早九点半 11-24 09:30
明天十点 11-24 10:00
明天上午十点十五分 11-24 10:15
明天中午12点 11-24 12:00
明天十二点半 11-24 12:30
明天中午一点 11-24 13:00
明天14：00 11-24 14:00
明天三点 11-24 15:00
明天三点整 11-24 15:00
明天六点 11-24 18:00
明天七点 11-24 07:00
中午11点 11-23 11:00
半夜五点 11-23 05:00
今晚24点 11-24 00:00
明天下午三点 11-24 15:00
明天下午15点 11-24 15:00
明天下午3:20 11-24 15:20
明天15:30 11-24 15:30
明天下午3点45 11-24 15:45
明天下午三点三刻 11-24 15:45
明天傍晚六点 11-24 18:00
明晚七点 11-24 19:00
明天晚上十点 11-24 22:00
25号上午10点 11-25 10:00
后天早上十点二十 11-25 10:20
后天下午两点半 11-25 14:30
周五9点 11-27 09:00
周五下午三点一刻 11-27 15:15
下周一早上8点半 11-30 08:30
12月3号下午4点 12-03 16:00
下下周二上午9:30 12-08 09:30
""")


@pytest.mark.parametrize(("words", "expected", "at"), HOURS)
def test_an_hour_is_read_bare_one_to_six_is_afternoon(words: str, expected: str, at: str) -> None:
    found = when(words)

    assert found.at is not None
    assert (found.day, f"{found.at:%H:%M}") == (day(expected), at)


PARTS = table("""
昨晚 11-22 eve
前天下午 11-21 pm
今早 11-23 am
上午 11-23 am
下午 11-23 pm
今晚 11-23 eve
明早 11-24 am
明天上午 11-24 am
明天中午 11-24 noon
明天傍晚 11-24 eve
明晚 11-24 eve
后天一早 11-25 am
""")


@pytest.mark.parametrize(("words", "expected", "part"), PARTS)
def test_a_part_of_the_day_is_kept_and_no_hour_is_invented(
    words: str, expected: str, part: str
) -> None:
    found = when(words)

    assert (found.day, found.part, found.at) == (day(expected), part, None)


@pytest.mark.parametrize(
    "words",
    (
        "让三个点 3个点 压5个点 一点意见 三点想法 两点要求 周总 周工 周期 周边 月度 季度 天天 半天 一天 明明 "
        "天气 今年 年框 年度 年产 第3台 3台 两台 12家 95折 八五折 百分之八十 毛利35% 0.5以内 135万 "
        "一百二十万 30天没联系 账期90天 三个月账期 7天无理由 24小时服务 V2 二期 三七付款 400电话 13800001234 "
        "HT-2026-081 2号楼 3号线 5号门 一号机 25点 32号"
    ).split(),
)
def test_what_only_looks_like_a_time_is_none(words: str) -> None:
    assert times(words, clock()) == []


def test_a_day_the_lunar_month_lacks_is_no_time() -> None:
    assert times("正月三十", clock("2017-03-22T10:00")) == []


@pytest.mark.parametrize(
    ("words", "moment", "expected"),
    [
        ("国庆后第一个礼拜三", "2026-09-20T18:00", "2026-10-14"),
        ("清明后头一个礼拜四", "2026-04-01T09:00", "2026-04-09"),
        ("年后第二周", "2026-02-06T17:00", "2026-03-02"),
        ("端午上班第二天", "2026-06-20T09:30", "2026-06-23"),
        ("过完年上班第一天", "2026-02-10T12:00", "2026-02-24"),
        ("放完假第一个工作日", "2026-04-30T16:00", "2026-05-06"),
        ("端午前一天", "2026-06-09T08:30", "2026-06-18"),
        ("明上午", "2026-04-08T17:27", "2026-04-09"),
        ("next Wed", "2026-04-08T17:27", "2026-04-15"),
        ("by this Thu", "2026-04-08T17:27", "2026-04-09"),
        ("清明放假前一天", "2026-04-08T17:27", "2026-04-03"),
        ("这个月最后一天", "2026-10-30T20:00", "2026-10-31"),
        ("这个月最后一个工作日", "2026-10-20T09:00", "2026-10-30"),
        ("下个月号头", "2026-05-25T17:00", "2026-06-01"),
        ("6 月 25 号", "2026-05-20T19:30", "2026-06-25"),
        ("一两周后", "2026-11-13T10:00", "2026-11-20"),
        ("隔天", "2026-07-30T16:00", "2026-07-31"),
        ("下旬", "2026-01-19T18:00", "2026-01-21"),
    ],
)
def test_days_counted_from_a_holiday_to_the_end_of_a_month_or_in_short(
    words: str, moment: str, expected: str
) -> None:
    assert when(words, moment).day == day(expected)


def test_before_the_end_of_work_is_a_deadline_of_that_day() -> None:
    found = when("今天下班前")

    assert (found.day, found.by) == (day("11-23"), True)


@pytest.mark.parametrize(
    "words",
    [
        "等了四十分钟后来",
        "聊了两小时后",
        "上半年再说",
        "07年后",
        "不能超过15天",
        "四季度再做",
        "P2.5的屏",
        "降到8.8再签",
        "3.8兆",
        "12-15w",
    ],
)
def test_what_lasted_is_measured_or_is_a_quarter_is_no_day(words: str) -> None:
    assert [one.value.when for one in times(words, clock()) if one.value.when] == []
