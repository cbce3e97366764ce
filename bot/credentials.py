"""How each platform is reached: an application's credentials, its transport, its addresses.

A group is whole or absent. Nothing here reads the environment: `bot.settings` does.
"""

from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    field_validator,
    model_validator,
)

_KEY = 43
"""Characters of an EncodingAESKey [D 90930]."""
OWN_API = {
    "wecom": "https://qyapi.weixin.qq.com",
    "feishu": "https://open.feishu.cn",
    "lark": "https://open.larksuite.com",
}
OWN_ROBOT = "wss://openws.work.weixin.qq.com"
_OWN_OAUTH = {
    "wecom": "https://open.weixin.qq.com",
    "wecom in a browser": "https://login.work.weixin.qq.com",
    "feishu": "https://accounts.feishu.cn",
    "lark": "https://accounts.larksuite.com",
}


def _base(address: str) -> str:
    parts = urlsplit(address)
    if address and (parts.scheme not in ("http", "https") or not parts.netloc):
        raise ValueError("not an address such as http://127.0.0.1:8000")
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path.rstrip('/')}" if address else ""


def _host(address: str) -> str:
    if urlsplit(address).path:
        raise ValueError("an address without a path, such as https://crm.example.com")
    return address


Base = Annotated[str, AfterValidator(_base)]
"""An address without a slash at the end; empty: the platform's own."""
Host = Annotated[Base, AfterValidator(_host)]
"""An address of a whole host, whose paths are all ours."""


class Group(BaseModel):
    """Settings that are made once and stay as they are; their aliases are the variables."""

    model_config = ConfigDict(frozen=True, populate_by_name=True, validate_default=True)


class WeCom(Group):
    """A self-built WeCom application. Absent means the bot is not on WeCom."""

    corp_id: str = Field(alias="WECOM_CORP_ID", description="a self-built application; all or none")
    agent_id: int = Field(alias="WECOM_AGENT_ID", description="the application's AgentId")
    secret: SecretStr = Field(alias="WECOM_SECRET", description="the application's Secret")
    token: SecretStr = Field(alias="WECOM_TOKEN", description="Token of the message callback")
    aes_key: SecretStr = Field(
        alias="WECOM_ENCODING_AES_KEY",
        description="EncodingAESKey of the message callback, 43 characters",
    )
    api_base: Base = Field(
        "", alias="WECOM_API_BASE", description="another REST address, the part before /cgi-bin"
    )
    oauth_base: Base = Field(
        "", alias="WECOM_OAUTH_BASE", description="another address for the web login"
    )

    @field_validator("aes_key")
    @classmethod
    def _is_whole(cls, key: SecretStr) -> SecretStr:
        if len(key.get_secret_value()) != _KEY:
            raise ValueError(
                f"not {_KEY} characters: copy it from 应用管理 → 自建 → 接收消息 → 设置API接收"
            )
        return key

    @property
    def api(self) -> str:
        return self.api_base or OWN_API["wecom"]

    @property
    def oauth(self) -> str:
        """Where its own client logs in."""
        return self.oauth_base or _OWN_OAUTH["wecom"]

    @property
    def browser_oauth(self) -> str:
        """Where any other browser logs in, by a QR code."""
        return self.oauth_base or _OWN_OAUTH["wecom in a browser"]


class SmartRobot(Group):
    """WeCom's smart robot, reached by its long connection."""

    bot_id: str = Field(alias="WECOM_BOT_ID", description="the smart robot; both or none")
    secret: SecretStr = Field(alias="WECOM_BOT_SECRET", description="the smart robot's secret")
    url: str = Field(
        OWN_ROBOT,
        alias="WECOM_BOT_URL",
        description="the address of the long connection",
        pattern=r"^wss?://[^/]+",
    )


class Feishu(Group):
    """A self-built Feishu or Lark application. Absent means the bot is not on Feishu."""

    app_id: str = Field(alias="FEISHU_APP_ID", description="a self-built application; all or none")
    app_secret: SecretStr = Field(alias="FEISHU_APP_SECRET", description="its App Secret")
    verification_token: SecretStr | None = Field(
        None,
        alias="FEISHU_VERIFICATION_TOKEN",
        description="of the event subscription; may be absent with websocket",
    )
    encrypt_key: SecretStr | None = Field(
        None,
        alias="FEISHU_ENCRYPT_KEY",
        description="of the event subscription; may be absent with websocket",
    )
    domain: Literal["feishu", "lark"] = Field(
        "feishu", alias="FEISHU_DOMAIN", description="feishu or lark"
    )
    transport: Literal["webhook", "websocket"] = Field(
        "webhook",
        alias="FEISHU_TRANSPORT",
        description="webhook, or websocket: the long connection, no public address needed",
    )
    connections: int = Field(
        2,
        alias="FEISHU_CONNECTIONS",
        description="long connections of one gateway; an application has 50 in all",
        ge=1,
        le=50,
    )
    gateway_secret: SecretStr | None = Field(
        None,
        alias="FEISHU_GATEWAY_SECRET",
        description="of `liaoke feishu-gateway` on a machine of its own, 32 characters or more;"
        " absent: `liaoke serve` starts its own",
        min_length=32,
    )
    api_base: Base = Field(
        "", alias="FEISHU_API_BASE", description="another REST address, the part before /open-apis"
    )
    oauth_base: Base = Field(
        "", alias="FEISHU_OAUTH_BASE", description="another address for the web login"
    )

    @model_validator(mode="after")
    def _hooks_are_proved(self) -> Self:
        if self.transport == "webhook" and not (self.verification_token and self.encrypt_key):
            raise ValueError(
                "FEISHU_VERIFICATION_TOKEN and FEISHU_ENCRYPT_KEY are needed with webhook"
            )
        return self

    @property
    def hook(self) -> tuple[str, str]:
        """What webhooks are proved by, token and key; both empty, and nothing is let in by them,
        where one is missing."""
        if self.verification_token is None or self.encrypt_key is None:
            return "", ""
        return self.verification_token.get_secret_value(), self.encrypt_key.get_secret_value()

    @property
    def api(self) -> str:
        return self.api_base or OWN_API[self.domain]

    @property
    def oauth(self) -> str:
        return self.oauth_base or _OWN_OAUTH[self.domain]
