"""Feishu's own SDK, in a process of its own: it costs 170 MiB and two seconds to import.

`send ADDRESS PRESS_TOKEN MESSAGE FILE` calls an interface as the SDK does and writes what came
back; `who ADDRESS TOKEN` asks whose a token is; `hear` reads callbacks and writes what the SDK
makes of each; `frame HEX` reads a frame of the long connection and writes it anew. All as JSON.
"""

import io
import json
import sys
from typing import Any

import lark_oapi as lark
from lark_oapi.api.authen.v1.model.get_user_info_request import GetUserInfoRequest
from lark_oapi.api.contact.v3 import BatchGetIdUserRequest, BatchGetIdUserRequestBody
from lark_oapi.api.im.v1 import (
    CreateFileRequest,
    CreateFileRequestBody,
    CreateImageRequest,
    CreateImageRequestBody,
    CreateMessageRequest,
    CreateMessageRequestBody,
    GetMessageResourceRequest,
    PatchMessageRequest,
    PatchMessageRequestBody,
)
from lark_oapi.core.model import RawRequest
from lark_oapi.core.utils import AESCipher
from lark_oapi.event.callback.model.p2_card_action_trigger import P2CardActionTriggerResponse
from lark_oapi.ws.pb.pbbp2_pb2 import Frame

APP_ID, SECRET, KEY, TOKEN = "cli_a1b2c3d4e5f60718", "s3cret", "crm-key", "vt-1"
CARD = {"schema": "2.0", "body": {"elements": [{"tag": "hr"}]}}
PNG = b"\x89PNG\r\n\x1a\n" + bytes(32)


def send(address: str, press_token: str, message: str, key: str) -> dict[str, Any]:
    """Call everything a bot needs."""
    client = lark.Client.builder().app_id(APP_ID).app_secret(SECRET).domain(address).build()
    text = create(client, "text", {"text": "你好"}, uuid="u1")
    again = create(client, "text", {"text": "你好"}, uuid="u1")
    card = create(client, "interactive", CARD)
    image = client.im.v1.image.create(
        CreateImageRequest.builder()
        .request_body(
            CreateImageRequestBody.builder().image_type("message").image(io.BytesIO(PNG)).build()
        )
        .build()
    )
    file = client.im.v1.file.create(
        CreateFileRequest.builder()
        .request_body(
            CreateFileRequestBody.builder()
            .file_type("xls")
            .file_name("客户.xlsx")
            .file(io.BytesIO(b"PK\r\n--x"))
            .build()
        )
        .build()
    )
    patched = client.im.v1.message.patch(
        PatchMessageRequest.builder()
        .message_id(card.data.message_id)
        .request_body(PatchMessageRequestBody.builder().content(json.dumps(CARD)).build())
        .build()
    )
    found = client.contact.v3.user.batch_get_id(
        BatchGetIdUserRequest.builder()
        .user_id_type("open_id")
        .request_body(BatchGetIdUserRequestBody.builder().mobiles(["138", "139"]).build())
        .build()
    )
    resource = client.im.v1.message_resource.get(
        GetMessageResourceRequest.builder().message_id(message).file_key(key).type("image").build()
    )
    return {
        "codes": [one.code for one in (text, again, card, image, file, patched, found, resource)],
        "same": text.data.message_id == again.data.message_id,
        "image": image.data.image_key,
        "file": file.data.file_key,
        "people": [(one.mobile, one.user_id) for one in found.data.user_list],
        "resource": resource.file.read().hex(),
        "later": change_later(client, press_token),
        "refused": create(client, "text", {"text": "你好"}, to="ou_gone").code,
    }


def create(client: Any, kind: str, content: Any, *, uuid: str = "", to: str = "ou_zhou") -> Any:
    body = CreateMessageRequestBody.builder().receive_id(to).msg_type(kind)
    request = (
        CreateMessageRequest.builder()
        .receive_id_type("open_id")
        .request_body(body.content(json.dumps(content)).uuid(uuid).build())
        .build()
    )
    return client.im.v1.message.create(request)


def change_later(client: Any, token: str) -> int:
    request = (
        lark.BaseRequest.builder()
        .http_method(lark.HttpMethod.POST)
        .uri("/open-apis/interactive/v1/card/update")
        .token_types({lark.AccessTokenType.TENANT})
        .body({"token": token, "card": CARD})
        .build()
    )
    return int(client.request(request).code)


def hear(callbacks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Let the SDK's dispatcher verify, open and read callbacks."""
    seen: list[dict[str, Any]] = []

    def message(data: Any) -> None:
        seen.append({"text": data.event.message.content, "from": sender(data)})

    def pressed(data: Any) -> P2CardActionTriggerResponse:
        action = data.event.action
        seen.append({"value": action.value, "form": action.form_value, "token": data.event.token})
        return P2CardActionTriggerResponse({"toast": {"type": "info", "content": "好"}})

    def menu(data: Any) -> None:
        seen.append({"menu": data.event.event_key})

    def entered(data: Any) -> None:
        seen.append({"entered": data.event.operator_id.open_id})

    handler = (
        lark.EventDispatcherHandler.builder(KEY, TOKEN, lark.LogLevel.CRITICAL)
        .register_p2_im_message_receive_v1(message)
        .register_p2_card_action_trigger(pressed)
        .register_p2_application_bot_menu_v6(menu)
        .register_p2_im_chat_access_event_bot_p2p_chat_entered_v1(entered)
        .build()
    )
    statuses = []
    for callback in callbacks:
        request = RawRequest()
        request.uri = "/"
        request.body = callback["body"].encode()
        request.headers = {name.title(): value for name, value in callback["headers"].items()}
        response = handler.do(request)
        statuses.append({"status": response.status_code, "body": response.content.decode()})
    opened = AESCipher(KEY).decrypt_str(json.loads(callbacks[0]["body"])["encrypt"])
    return [*statuses, *seen, {"opened": json.loads(opened)["schema"]}]


def sender(data: Any) -> str:
    return str(data.event.sender.sender_id.open_id)


def who(address: str, token: str) -> dict[str, Any]:
    """Ask who a person's token stands for."""
    client = lark.Client.builder().enable_set_token(True).domain(address).build()
    option = lark.RequestOption.builder().user_access_token(token).build()
    found = client.authen.v1.user_info.get(GetUserInfoRequest.builder().build(), option)
    return {"code": found.code, "open_id": found.data.open_id, "name": found.data.name}


def frame(content: str) -> dict[str, Any]:
    """Read a frame, and write it as the SDK does."""
    read = Frame()
    read.ParseFromString(bytes.fromhex(content))
    return {
        "numbers": [read.SeqID, read.LogID, read.service, read.method],
        "headers": {one.key: one.value for one in read.headers},
        "payload": read.payload.decode(),
        "again": read.SerializeToString().hex(),
    }


_ASKED: dict[str, Any] = {"send": send, "who": who, "frame": frame}


if __name__ == "__main__":
    ask = _ASKED.get(sys.argv[1])
    found: Any = ask(*sys.argv[2:]) if ask else hear(json.load(sys.stdin))
    sys.stdout.write("\n" + json.dumps(found, ensure_ascii=False))
