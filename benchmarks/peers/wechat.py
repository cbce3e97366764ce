"""wechatpy in FastAPI: `python -m benchmarks.peers.wechat PORT`."""

import sys

import uvicorn
from fastapi import FastAPI, Request, Response
from wechatpy.work.crypto import WeChatCrypto
from wechatpy.work.parser import parse_message

from benchmarks import keys

app = FastAPI()
crypto = WeChatCrypto(keys.WECOM_TOKEN, keys.WECOM_ENCODING_AES_KEY, keys.WECOM_CORP_ID)


@app.post("/wecom/callback")
async def callback(request: Request) -> Response:
    query = request.query_params
    opened = crypto.decrypt_message(
        await request.body(), query["msg_signature"], query["timestamp"], query["nonce"]
    )
    parse_message(opened)
    return Response()


if __name__ == "__main__":
    uvicorn.run(app, port=int(sys.argv[1]), log_config=None)
