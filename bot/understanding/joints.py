"""Words between two things that are said: they go on to the next, or take the last one back."""

NEXT = (
    r"(?:然后|接着|接下来|随后|跟住|跟着|完了|后头|后来|之后|另外|还有|再就是|再有|再说|再讲|先[讲说]|至于|最后|其次|同时|对了"
    r"|(?:回来|返程)?路上|顺[便带路道])"
)
"""然后去蓝鲸, 路上给张姐打了电话: somebody else is told of next."""
SLIP = r"(?:不对|[说讲记写]错了?|错了|口误|更正)"
"""周三，不对，周四; 8万说错了9万: what was said before is not meant."""
