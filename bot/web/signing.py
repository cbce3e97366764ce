"""Links and sessions that only this installation can have written, each for one purpose and a while."""

from datetime import timedelta

from itsdangerous import BadSignature, URLSafeTimedSerializer


class Unsigned(Exception):
    """A link or a session that is not ours, is for something else, or is too old."""


class Signing:
    """Signs small values; the age is counted by the machine's clock.

    Args:
        secret: the installation's key (`bot.installation.web_secret`).
    """

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def sign(self, purpose: str, value: object) -> str:
        """`value`, which is JSON, as text fit for an address or a cookie; readable, not changeable."""
        return str(self._for(purpose).dumps(value))

    def read(self, purpose: str, signed: str, *, life: timedelta) -> object:
        """The value that was signed for `purpose` at most `life` ago.

        Raises:
            Unsigned: it is not, or is older.
        """
        try:
            return self._for(purpose).loads(signed, max_age=int(life.total_seconds()))
        except BadSignature as error:
            raise Unsigned(purpose) from error

    def _for(self, purpose: str) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self._secret, salt=purpose)
