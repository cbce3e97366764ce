"""Uploads of the application, and what people sent it. Source: platforms/feishu.md 6.4."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.emulator.feishu_gate import Answer, Gate, error, ok
from adapters.emulator.feishu_tenant import FILES, Kept, Tenant
from adapters.emulator.multipart import Part, parts

_MEGABYTE = 1 << 20
_IMAGE_BYTES = 10 * _MEGABYTE
_FILE_BYTES = 30 * _MEGABYTE
_FILE_TYPES = {"opus", "mp4", "pdf", "doc", "xls", "ppt", "stream"}
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"RIFF")


class Uploads:
    """The routes that carry files."""

    def __init__(self, tenant: Tenant, gate: Gate) -> None:
        self._tenant = tenant
        self._gate = gate

    def routes(self, base: str) -> list[Route]:
        resource = f"{base}/im/v1/messages/{{id}}/resources/{{key}}"
        return [
            Route(f"{base}/im/v1/images", self._take, methods=["POST"]),
            Route(f"{base}/im/v1/files", self._take, methods=["POST"]),
            Route(resource, self._give, methods=["GET"]),
        ]

    async def _take(self, request: Request) -> Response:
        refused = self._gate.refused(request, FILES)
        content = await request.body()
        answer = refused or self._kept(
            parts(request.headers.get("content-type", ""), content),
            "image" if request.url.path.endswith("images") else "file",
        )
        return self._gate.written(answer)

    def _kept(self, form: dict[str, Part], kind: str) -> Answer:
        content = form.get(kind, Part(b"")).content
        code = _image_fault(form, content) if kind == "image" else _file_fault(form, content)
        if code:
            return 400, error(code)
        name = form.get("file_name", Part(b"")).content.decode("utf-8", errors="replace")
        return 200, ok({f"{kind}_key": self._tenant.keep(Kept(kind, content, name))})

    async def _give(self, request: Request) -> Response:
        """A file of a person's message; `type` says which kind, and must be right."""
        answer = self._gate.refused(request, FILES)
        kept = self._tenant.files.get(request.path_params["key"])
        if answer is None and (kept is None or kept.message != request.path_params["id"]):
            answer = 400, error(234003)
        if answer is None and kept and request.query_params.get("type") != kept.kind:
            answer = 400, error(234001)
        if answer is not None or kept is None:
            return self._gate.written(answer or (400, error(234003)))
        return Response(kept.content, media_type="application/octet-stream")


def _image_fault(form: dict[str, Part], content: bytes) -> int:
    if form.get("image_type", Part(b"")).content not in (b"message", b"avatar"):
        return 234001
    if not content:
        return 234010
    if len(content) > _IMAGE_BYTES:
        return 234006
    return 0 if content.startswith(_PICTURES) else 234011


def _file_fault(form: dict[str, Part], content: bytes) -> int:
    kind = form.get("file_type", Part(b"")).content.decode("utf-8", errors="replace")
    if kind not in _FILE_TYPES or not form.get("file_name", Part(b"")).content:
        return 234001
    if not content:
        return 234010
    return 234006 if len(content) > _FILE_BYTES else 0
