"""A page as a tree, as far as tests ask: elements by their attributes, texts, buttons."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_EMPTY = {"br", "hr", "img", "input", "link", "meta", "path", "rect"}


@dataclass
class Node:
    """An element with what it holds."""

    name: str
    attributes: dict[str, str]
    inside: list["Node | str"] = field(default_factory=list)

    def all(self, name: str = "", **wanted: str) -> Iterator["Node"]:
        """Elements by name and attributes; a `class_` is one of several."""
        for one in self.inside:
            if isinstance(one, Node):
                if (not name or one.name == name) and one.has(**wanted):
                    yield one
                yield from one.all(name, **wanted)

    def has(self, **wanted: str) -> bool:
        return all(
            value in self.attributes.get("class", "").split()
            if key == "class_"
            else self.attributes.get(key.replace("_", "-")) == value
            for key, value in wanted.items()
        )

    @property
    def text(self) -> str:
        return "".join(one if isinstance(one, str) else one.text for one in self.inside)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Node("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].inside.append(node)
        if tag not in _EMPTY:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _EMPTY:
            assert self._open[-1].name == tag, f"{tag} closes {self._open[-1].name}"
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].inside.append(data)


def tree(html: str) -> Node:
    """The page's root; an element that is not closed is a fault."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert len(reader._open) == 1, f"{reader._open[-1].name} is not closed"
    return reader.root
