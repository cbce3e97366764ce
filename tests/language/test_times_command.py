"""`liaoke understand --times`: the times, amounts and numbers of a text, each with its words."""

import pytest

from tests.language.understood import Row, answers

TEXTS = {
    "an hour": "明天下午三点开会",
    "a day": "下周三给方案",
    "a deadline": "12月1号前交资料",
    "minutes": "半小时后打给张姐",
    "nothing": "王总说再看看",
    "an amount": "预算三百五十万",
    "a range": "大概两三百万",
    "within": "七十万以内",
    "dollars": "报了3万美元",
    "a count": "来了三百二十五个人",
    "a figure": "12,345.6",
}


@pytest.fixture(scope="module")
def found() -> dict[str, Row]:
    texts = [
        {"id": name, "reference_time": "2026-11-23T10:00:00+08:00", "text": text}
        for name, text in TEXTS.items()
    ]
    return answers(texts, "customers.csv", "--times")


@pytest.mark.parametrize(
    ("name", "words", "start", "grain"),
    [
        ("an hour", "明天下午三点", "2026-11-24T15:00", "minute"),
        ("a day", "下周三", "2026-12-02", "day"),
        ("a deadline", "12月1号前", "2026-12-01", "day"),
        ("minutes", "半小时后", "2026-11-23T10:30", "minute"),
    ],
)
def test_a_time_has_its_words_its_start_and_its_grain(
    found: dict[str, Row], name: str, words: str, start: str, grain: str
) -> None:
    [time] = found[name]["times"]

    assert (time["text"], time["start"], time["grain"]) == (words, start, grain)


@pytest.mark.parametrize(
    ("name", "amount"),
    [
        ("an amount", ("三百五十万", 3_500_000, 3_500_000, "CNY")),
        ("a range", ("两三百万", 2_000_000, 3_000_000, "CNY")),
        ("within", ("七十万以内", None, 700_000, "CNY")),
        ("dollars", ("3万美元", 30_000, 30_000, "USD")),
    ],
)
def test_an_amount_has_its_words_its_ends_and_its_currency(
    found: dict[str, Row], name: str, amount: tuple[str, float | None, float, str]
) -> None:
    [said] = found[name]["amounts"]

    assert (said["text"], said["min"], said["max"], said["currency"]) == amount


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("a count", [{"text": "三百二十五", "value": 325}]),
        ("a figure", [{"text": "12,345.6", "value": 12345.6}]),
    ],
)
def test_a_number_has_its_words_and_its_value(
    found: dict[str, Row], name: str, numbers: list[Row]
) -> None:
    assert found[name]["numbers"] == numbers


def test_a_text_without_any_has_empty_lists(found: dict[str, Row]) -> None:
    assert found["nothing"] == {"id": "nothing", "times": [], "amounts": [], "numbers": []}
