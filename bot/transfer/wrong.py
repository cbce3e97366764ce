"""Why a row of a file cannot be taken; the words are chosen for whoever reads them."""

from bot.texts import Texts, texts


class WrongRow(Exception):
    """A row that cannot be taken.

    Args:
        key: its reason among `transfer.wrong` of the locales.
        names: what stands in that sentence; `name` is a column.
    """

    def __init__(self, key: str, **names: object) -> None:
        super().__init__(key)
        self.key = key
        self.names = names

    def __str__(self) -> str:
        return texts("en")(f"transfer.wrong.{self.key}", **self.names)

    def said(self, say: Texts, kind: str) -> str:
        """The reason with its column as the templates of a kind call it."""
        named = {"name": column(str(self.names["name"]), kind, say)} if "name" in self.names else {}
        return say(f"transfer.wrong.{self.key}", **{**self.names, **named})


def column(name: str, kind: str, say: Texts) -> str:
    """What a column is called; a company's own by its key."""
    keys = (f"transfer.of.{kind}.{name}", f"transfer.column.{name}")
    return next((say(key) for key in keys if say.has(key)), name)
