"""Cards every platform has to draw: one of each shape, and one beyond every limit."""

from adapters.chat import (
    Button,
    Card,
    DateInput,
    Field,
    MultiSelect,
    Option,
    Row,
    Select,
    TextInput,
    Tone,
)

DRAFT = Card(
    title="记跟进 · 远帆",
    subtitle="核对后保存",
    tone=Tone.ACTIVE,
    fields=(
        Field("客户", "苏州远帆科技有限公司", source="远帆"),
        Field("方式", "电话"),
        Field("下一步", "11月25日 周三 报价", source="后天给报价"),
    ),
    quote="刚给远帆打了电话，后天给报价",
    buttons=(
        Button("保存", key="save:d1", primary=True),
        Button("修改", key="edit:d1"),
        Button("取消", key="drop:d1", danger=True),
    ),
)

SAVED = Card(
    title="记跟进 · 远帆",
    tone=Tone.GOOD,
    fields=(Field("客户", "苏州远帆科技有限公司"),),
    state="已保存",
    buttons=(Button("撤销", key="undo:a1"),),
)

FORM = Card(
    title="修改跟进",
    inputs=(
        TextInput("content", "内容", value="打了电话", multiline=True, max_length=500),
        Select(
            "kind",
            "方式",
            (Option("call", "电话"), Option("visit", "拜访")),
            value="call",
            required=True,
        ),
        MultiSelect(
            "contacts",
            "联系人",
            (Option("c1", "李总"), Option("c2", "王工")),
            values=("c1",),
        ),
        DateInput("next_on", "下次", value="2026-11-25"),
        DateInput("remind_at", "提醒", value="2026-11-25 09:30", with_time=True),
    ),
    buttons=(
        Button("保存", key="apply:d1", primary=True, submits=True),
        Button("不改了", key="back:d1"),
    ),
)

POOL = Card(
    title="公海 · 3家",
    subtitle="今天还能领 17 家",
    rows=tuple(
        Row(
            title=f"{name}有限公司",
            detail="苏州 · B类 · 30天没联系",
            short=name,
            starred=number == 1,
            buttons=(
                Button("认领", key=f"claim:{number}"),
                Button("查看", key=f"show:{number}"),
            ),
        )
        for number, name in enumerate(("恒泰化工", "海川模具", "云谷信息"), 1)
    ),
)

DIGEST = Card(
    title="简报 11月23日 周一",
    tone=Tone.WARNING,
    number=Field("本月签约", "¥1,350,000.00"),
    body="三家客户快回公海了。\n两个商机停了十天。",
    link="https://crm.example/digest",
    buttons=(Button("打开", url="https://crm.example/digest"), Button("明细", key="digest:1")),
)

HOSTILE = Card(
    title="<at id=all></at> **粗** [点我](https://evil.example) 😀\u202egnp.exe",
    subtitle="=HYPERLINK(1)\x00",
    body='<at user_id="all"></at>\n# 标题\n<a href="https://evil.example">x</a>',
    quote="{{7*7}} ${jndi:ldap://x}",
    fields=(Field("<b>名</b>", "<script>alert(1)</script>", source="`rm`"),),
    buttons=(Button("<at id=all></at>", key="x"),),
)

HUGE = Card(
    title="长" * 500,
    subtitle="长" * 500,
    body="很长的一行字。" * 5_000,
    quote="引" * 10_000,
    fields=tuple(Field(f"名{number}", "值" * 2_000) for number in range(40)),
    rows=tuple(
        Row(
            title="客" * 200,
            detail="详" * 1_000,
            short="客",
            buttons=(Button("认领", key="k" * 900), Button("查看", key="s" * 900)),
        )
        for _ in range(60)
    ),
    buttons=(Button("更多", key="more"),),
)

SAMPLES = {
    "draft": DRAFT,
    "saved": SAVED,
    "form": FORM,
    "pool": POOL,
    "digest": DIGEST,
    "hostile": HOSTILE,
    "huge": HUGE,
}
