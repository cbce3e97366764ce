"""What people call the stages of a deal."""

NAMES = (
    (
        "contract",
        r"(?:签订?|走)合同|合同(?:签订|签署|审批|评审)?|签约(?!时间|日|额)(?:流程|阶段|环节)?|会签|法务|[Cc]ontract",
    ),
    (
        "negotiation",
        r"(?:商务)?谈判|商[务谈]|[Nn]egotiation|议价|谈价[钱格]?|砍价|价格谈判|二面",
    ),
    ("bidding", r"[Bb]idding|招?投标|招标|邀标|邀请招标|议标|入围|竞标|应标|挂网|标书"),
    (
        "sample",
        r"[Ss]ample|试样|送样|样[品件](?=测试|阶段|试[用样]|环节|那|[了吧，,。！!\s]|$)(?:测试|试用)?|打样|[小中]试(?=阶段|环节)|试用|试[机装产]|小批量?(?:试产)?",
    ),
    ("proposal", r"[Pp]roposal|[出写做]?方案(?:[/、]?报价)?|报价单?"),
    ("needs", r"需求(?:分析|确认|调研|摸底|沟通)?|验证通过"),
    ("initial", r"验证客户|最?初(?:步|次)?接触|初步沟通|初访|线索阶段"),
)
"""A longer name before one that it holds."""

GROUPS = "|".join(f"(?P<{code}>{words})" for code, words in NAMES)
"""Any of them, each in a group that is called by its code."""
CODES = frozenset(code for code, _ in NAMES)
