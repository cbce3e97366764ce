"""Services in processes of their own, watched from outside; and one inside ours."""

import asyncio
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
import uvicorn
from starlette.types import ASGIApp

TOP = Path(__file__).parent.parent
PEERS = TOP / ".venv" / "peers" / "bin" / "python"
_LOOK = 0.01


@dataclass(frozen=True, slots=True)
class Service:
    """A process that answers on `port`; `ready` seconds after it was started."""

    port: int
    ready: float
    process: subprocess.Popen[bytes]

    @property
    def memory(self) -> float:
        """MiB of memory in use."""
        return float(psutil.Process(self.process.pid).memory_info().rss) / 2**20


@asynccontextmanager
async def started(
    command: Sequence[str], *, port: int, env: Mapping[str, str], path: str
) -> AsyncIterator[Service]:
    """Start `command`, wait until `path` is answered without an error of the server, end it.

    Raises:
        RuntimeError: it ended by itself.
    """
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=TOP, env=dict(env), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        await _answered(f"http://127.0.0.1:{port}{path}", process)
        yield Service(port, time.perf_counter() - begun, process)
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


async def _answered(address: str, process: subprocess.Popen[bytes]) -> None:
    async with httpx.AsyncClient() as client:
        while process.poll() is None:
            try:
                if (await client.get(address)).status_code < 500:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(_LOOK)
    raise RuntimeError(f"{process.args!r} ended with {process.returncode}")


@asynccontextmanager
async def serving(app: ASGIApp) -> AsyncIterator[str]:
    """Serve `app` from this process; gives its address."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None, lifespan="off"))
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(_LOOK)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await task


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
