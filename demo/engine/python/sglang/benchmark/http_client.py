"""A small HTTP client: streamed POSTs on asyncio, plain GETs and POSTs without."""

import asyncio
import json
import os
import urllib.request
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

LINE_LIMIT = 10 * 1024 * 1024


class HttpError(Exception):
    """An answer whose status is not 200."""


def auth_headers() -> dict[str, str]:
    """The key of the server, from the environment."""
    key = os.environ.get("OPENAI_API_KEY")
    if key:
        return {"Authorization": f"Bearer {key}"}
    key = os.environ.get("API_KEY")
    return {"Authorization": key} if key else {}


def call(url: str, data: bytes | None = None, timeout: float = 600) -> bytes:
    """The body of a GET, or of a POST where there is data. Raises OSError, also for a status."""
    headers = auth_headers() | {"Content-Type": "application/json"}
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    request = urllib.request.Request(url, data, headers)
    with opener.open(request, timeout=timeout) as response:
        body: bytes = response.read()
    return body


async def post_lines(url: str, body: dict[str, Any]) -> AsyncIterator[bytes]:
    """The lines of a POST's answer, without line ends and empty lines, as they come.

    Raises HttpError where the status is not 200, OSError where the connection fails, EOFError
    (asyncio.IncompleteReadError) where it ends early.
    """
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(
        parts.hostname, parts.port or 80, limit=LINE_LIMIT
    )
    try:
        data = json.dumps(body).encode()
        headers = auth_headers() | {
            "Host": parts.netloc,
            "Content-Type": "application/json",
            "Content-Length": str(len(data)),
            "Connection": "close",
        }
        lines = [f"POST {parts.path} HTTP/1.1", *(f"{k}: {v}" for k, v in headers.items())]
        writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + data)
        await writer.drain()

        status_line = (await reader.readline()).decode().split(maxsplit=2)
        if len(status_line) < 2:
            raise ConnectionError("The server closed the connection without an answer.")
        answer_headers = await _read_headers(reader)
        pieces = _body(reader, answer_headers)
        if status_line[1] != "200":
            text = b"".join([piece async for piece in pieces]).decode(errors="replace")
            raise HttpError(f"{' '.join(status_line[1:]).strip()}: {text}")
        rest = b""
        async for piece in pieces:
            *complete, rest = (rest + piece).split(b"\n")
            for line in complete:
                if line.strip():
                    yield line.strip()
        if rest.strip():
            yield rest.strip()
    finally:
        writer.close()


async def _read_headers(reader: asyncio.StreamReader) -> dict[str, str]:
    headers = {}
    while line := (await reader.readline()).decode().strip():
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip().lower()
    return headers


async def _body(reader: asyncio.StreamReader, headers: dict[str, str]) -> AsyncIterator[bytes]:
    if headers.get("transfer-encoding") == "chunked":
        while size := int((await reader.readline()).split(b";")[0] or b"0", 16):
            yield await reader.readexactly(size)
            await reader.readexactly(2)
    elif "content-length" in headers:
        yield await reader.readexactly(int(headers["content-length"]))
    else:
        yield await reader.read()
