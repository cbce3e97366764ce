"""Every sentence a person reads, by key and language."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

LANGUAGES = ("zh-CN", "en")


class Texts:
    """The sentences of one language: `say("plan.saved", day=…)`.

    One TOML file an area in `bot/locales/<language>/`; the key is `area.name`, `name` may have dots.
    """

    def __init__(self, sentences: Mapping[str, str], language: str) -> None:
        self._sentences = sentences
        self.language = language

    def __call__(self, key: str, **names: object) -> str:
        """Return the sentence of `key` with its names filled in.

        Raises:
            KeyError: there is no such sentence, or a name is missing: a fault of ours.
        """
        return self._sentences[key].format_map(names)

    def has(self, key: str) -> bool:
        return key in self._sentences

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(self._sentences)


@cache
def texts(language: str) -> Texts:
    """Return the sentences of `language`; an unknown language reads zh-CN."""
    chosen = language if language in LANGUAGES else LANGUAGES[0]
    sentences: dict[str, str] = {}
    for file in sorted(files("bot").joinpath("locales", chosen).iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            area = file.name.removesuffix(".toml")
            _flatten(area, tomllib.loads(file.read_text(encoding="utf-8")), sentences)
    return Texts(sentences, chosen)


def _flatten(prefix: str, table: Mapping[str, object], into: dict[str, str]) -> None:
    for name, value in table.items():
        if isinstance(value, Mapping):
            _flatten(f"{prefix}.{name}", value, into)
        else:
            into[f"{prefix}.{name}"] = str(value)
