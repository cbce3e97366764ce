"""Cards every platform has to draw: one of each shape, and one beyond every limit."""

from dataclasses import replace

from adapters.chat import (
    Banner,
    Button,
    Card,
    Chart,
    DateInput,
    Field,
    Figure,
    Fold,
    Menu,
    MultiSelect,
    Note,
    Option,
    Row,
    Select,
    Series,
    Shape,
    Table,
    TextInput,
    Tone,
    Words,
)

CHINESE = Words(sender="聊客", choose="选一个", more="更多", confirm="确定", rest="其余见看板")
ENGLISH = Words(
    sender="Liaoke",
    choose="Choose one",
    more="More",
    confirm="OK",
    rest="The rest is on the board",
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

EXPLAINED = Card(
    title="简报 11月23日 周一",
    subtitle="华东一组",
    tone=Tone.ACTIVE,
    figures=(
        Figure("今日拜访", "113", "↑ 8%", Tone.GOOD),
        Figure("逾期跟进", "17", "↑ 4", Tone.URGENT),
        Figure("公海可领", "286", "↓ 12"),
        Figure("本月预测", "428万", "达成 71%", Tone.ACTIVE),
    ),
    fields=(Field("拜访", "拜访 8 次（有效 5 次）"), Field("跟进", "跟进 20 次")),
    notes=(Note("商机", "推进：二期（需求→方案）"), Note("公海", "快回公海：恒泰、北重")),
    charts=(
        Chart(
            "商机漏斗",
            Shape.FUNNEL,
            ("线索", "需求确认", "赢单"),
            (Series("个", (1280, 642, 63)),),
        ),
        Chart(
            "拜访排行",
            Shape.BARS,
            ("王小明", "李娜"),
            (Series("拜访", (31, 27)), Series("有效", (12, 14))),
        ),
        Chart(
            "14天趋势",
            Shape.LINE,
            ("11-22", "11-23"),
            (Series("拜访", (90, 113)), Series("有效", (40, 61.5))),
        ),
    ),
    tables=(
        Table(
            "例外",
            ("客户", "为什么", "负责人"),
            (("恒泰化工", "31天没联系", "周明"), ("北重", "计划逾期6天", "林悦")),
        ),
    ),
    folds=(Fold("每个人", ("周明：拜访 5 次（有效 3 次）", "林悦：拜访 3 次（有效 2 次）")),),
    buttons=(Button("长图", key="poster", primary=True), Button("拜访", key="open:visits")),
    menus=(
        Menu("过程", "menu:1", tuple(Button(f"过程{n}", key=f"open:a{n}") for n in range(4))),
        Menu("结果", "menu:2", tuple(Button(f"结果{n}", key=f"open:b{n}") for n in range(4))),
    ),
)

PICTURED = replace(
    EXPLAINED,
    picture=Banner("https://crm.example/pictures/0f.png", "简报 11月23日 周一", 1.78),
    link="https://crm.example/board",
    buttons=(*EXPLAINED.buttons, Button("看板", url="https://crm.example/board")),
)

SAMPLES = {
    "draft": DRAFT,
    "saved": SAVED,
    "form": FORM,
    "pool": POOL,
    "digest": DIGEST,
    "hostile": HOSTILE,
    "huge": HUGE,
    "explained": EXPLAINED,
    "pictured": PICTURED,
}
SAMPLES = {name: replace(card, words=CHINESE) for name, card in SAMPLES.items()} | {
    "explained_en": replace(EXPLAINED, words=ENGLISH),
    "pictured_en": replace(PICTURED, words=ENGLISH),
}
