"""Whether what stands behind a surname is a given name, or makes a word with it."""

from bot.understanding.lexicon import everyday
from bot.understanding.surnames import ANY_OF, GIVEN, NO_NAMES, OF_FIRMS

NO_GIVEN = "总工姐哥董局队科处院厂叔生先小女老经主部说聊谈见打通开来要想问回在给约的和跟与了是有过没不也审批购款"
"""Characters that begin what is told of somebody, or his title, and end no name."""


def is_given(name: str) -> bool:
    """Whether given names are made of what follows the surname."""
    size = 2 if name[:2] in ANY_OF.split("|") else 1
    return bool(name[size:]) and GIVEN.issuperset(name[size:])


def may_be_given(name: str) -> bool:
    """杜一鸣: one of two is enough where it is said that this is somebody, unless they make a word."""
    return is_given(name) or (name[1:] not in everyday() and not GIVEN.isdisjoint(name[1:]))


def is_doubtful(name: str) -> bool:
    """全发, 张建国: a firm, a word, where nothing else says that it is somebody."""
    return name[1:] in everyday() or (len(name) == 2 and name[1] in OF_FIRMS)


def is_word(name: str) -> bool:
    """方案, 车投诉; but 跟王建国 is somebody, though 建国 is a word."""
    return name[:2] in everyday() or name in NO_NAMES
