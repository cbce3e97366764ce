"""lark-oapi's dispatcher in FastAPI: `python -m benchmarks.peers.lark PORT`."""

import sys

import lark_oapi as lark
import uvicorn
from fastapi import FastAPI, Request, Response
from lark_oapi.core.model import RawRequest

from benchmarks import keys

app = FastAPI()
handler = (
    lark.EventDispatcherHandler.builder(keys.FEISHU_ENCRYPT_KEY, keys.FEISHU_VERIFICATION_TOKEN)
    .register_p2_im_message_receive_v1(lambda event: None)  # noqa: ARG005 - it does nothing
    .build()
)


@app.post("/feishu/callback")
async def callback(request: Request) -> Response:
    raw = RawRequest()
    raw.uri = request.url.path
    raw.body = await request.body()
    raw.headers = {name.title(): value for name, value in request.headers.items()}
    answer = handler.do(raw)
    return Response(answer.content, answer.status_code)


if __name__ == "__main__":
    uvicorn.run(app, port=int(sys.argv[1]), log_config=None)
