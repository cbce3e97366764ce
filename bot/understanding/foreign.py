"""People with English names: Kevin, Tony Chen; and the English words that are none."""

import re

from bot.understanding.patterns import regex

_SURNAMES = (
    "Bai|Cai|Cao|Chan|Chang|Chen|Cheng|Cui|Deng|Ding|Dong|Du|Fan|Fang|Feng|Fu|Gao|Gu|Guo|Han|He|Ho|Hou|Hu|Huang|Jia|"
    "Jiang|Jin|Kong|Lai|Lee|Lei|Li|Liang|Liao|Lin|Liu|Lu|Luo|Ma|Mao|Meng|Ng|Pan|Peng|Qian|Qin|Qiu|Ren|Shao|Shen|Shi|Song|"
    "Su|Sun|Tan|Tang|Tao|Tian|Tong|Wan|Wang|Wei|Wong|Wu|Xia|Xiao|Xie|Xiong|Xu|Xue|Yan|Yang|Yao|Ye|Yin|Yu|Yuan|Zeng|"
    "Zhang|Zhao|Zheng|Zhong|Zhou|Zhu|Zou"
)
ENGLISH = regex(
    r"(?<![A-Za-z])[A-Z][a-z]{2,9}(?![A-Za-z])"
    rf"(?: (?:{_SURNAMES})(?![A-Za-z]))?"
)
_WORDS = frozenset(
    (
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun Today Tomorrow Yesterday "
        "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec January February March June July August September October November December "
        "Next This That These Those The And But Also Still Just Now Then Here There With From For Not Yes Hello Dear Thanks Thank "
        "Please Pls Best Regards Good Great Nice Fine Sorry Sure Well They Our Your His Her Its Who What When Where How Why Any All Some "
        "Had Has Have Was Were Are Will Would Can Could Should Let Got Get Met Meet Call Called Visit Visited Send Sent Need Needs Want "
        "Wants Said Says Asked Ask Waiting Wait Confirm Confirmed Done Back Out New Old First Second Last Final Follow Following Update "
        "Updated Review Target Price Quote Quotation Budget Order Orders Sample Samples Pilot Deal Won Lost Contract Payment Invoice "
        "Delivery Lead Stage Meeting Team Boss Client Customer Project Product Plan Case Note Notes Demo Logo Offer Offered Volume Total "
        "Cost Unit Deposit Balance Shipment Approved Pending Cancel Cancelled Delayed Reschedule Urgent Asap Fyi Btw "
        "Excel Word Teams Zoom Outlook Slack Windows Android Java Python Office Pro Max Plus Mini Ultra Lite Type Model Version Bluetooth "
        "Wifi Amazon Wayfair Shopify Google Apple Tesla Walmart Costco Lazada Shopee Alibaba Temu Shein Tiktok Oracle Siemens Bosch "
        "Wechat Whatsapp Skype Linkedin Facebook Twitter Youtube Spring Summer Autumn Winter Festival Christmas Thanksgiving"
    ).split()
)
_MONTHS = frozenset(["May", "April"])
_DATED = regex(r"\s?\d")
_IN = regex(
    r"(?:\b(?:on|in|by|until|till|before|after|since|early|late|mid|of)[\s-])$", re.IGNORECASE
)


def is_english_word(match: re.Match[str], text: str) -> bool:
    """Whether a capitalised word is no name: Just, Review; May and April by what stands beside."""
    word = match.group()
    if word not in _MONTHS:
        return word in _WORDS
    return bool(_DATED.match(text, match.end()) or _IN.search(text[: match.start()]))
