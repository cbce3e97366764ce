"""Leaving a handler to ask the person something first."""

from adapters.chat import Reply


class Asked(Exception):
    """A handler cannot go on without an answer; `reply` asks for it. Nothing was refused.

    The router catches it: what was kept so far (the draft) is committed with the question.
    """

    def __init__(self, reply: Reply) -> None:
        super().__init__("asked")
        self.reply = reply
