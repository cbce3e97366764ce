"""Plans that are made for a day on which somebody is there: Amy说明天没空 后天上午我过去."""

from dataclasses import replace

from bot.understanding.clauses import clauses
from bot.understanding.once import once
from bot.understanding.patterns import regex
from bot.understanding.reading import Reading, within
from bot.understanding.reported import is_contacted
from bot.understanding.spans import masked

AWAY = regex(
    r"[没有]空|不在|在外|出差|开会|回国|休[^，,。；;\s]{0,2}假|不开门|值班|过生日|走不开|都?忙|到期|过期|截止|搬家"
)
_WAS = regex(
    r"(?<![约定忘算])了(?!解)|没[见碰接打谈]|刚|来电|回我|微信|电话里|[见聊谈去]的|今[天日儿早]"
)
_OUR_STEP = regex(
    r"(?:那就|那|就|定|改)?[定约在]?(?:\u3000+|(?:[他她]?(?:回来|回国|到了?|上班|有空)(?:的|了)?)?[那当][天日])[^，,再让叫]{0,4}?(?:[去约找见接催]|联系|给[他她]们?(?:个|回|打)*电话|过去|[送带拿寄]去|上门|联系|打电话|拜访)[^再让叫]*$"
)


@once
def is_around(reading: Reading) -> bool:
    """Whether the last clause is what we do on a day to come, for those are away or free; no contact is told."""
    text = reading.text
    start, end = clauses(text, 0, len(text))[-1]
    ours = _OUR_STEP.match(masked(text, reading.times), start, end)
    if not (ours and AWAY.search(text, 0, start)) or _WAS.search(text) or reading.amounts:
        return False
    why = within(reading, [(0, start)])
    return not is_contacted(replace(why, text=AWAY.sub("，", why.text)))
