"""How the server reads bodies and writes answers, and the access line of each."""

import json
import time
from collections.abc import Iterator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import Any

MAX_BODY_BYTES = 64 * 1024 * 1024
MAX_LINE_BYTES = 64 * 1024


def dumps(value: Any) -> bytes:
    """Compact JSON."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


class AnswerHandler(BaseHTTPRequestHandler):
    """One connection's reading and writing; what to answer is for its heirs."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def read_body(self) -> dict[str, Any] | None:
        """The JSON object of a request, empty where there is none; None if it was refused."""
        data = self.read_data()
        if data is None:
            return None
        try:
            body = json.loads(data or b"{}")
        except ValueError:
            body = None
        if not isinstance(body, dict):
            self.answer_json({"error": "The body must be a JSON object."}, 400)
            return None
        return body

    def read_data(self) -> bytes | None:
        """The bytes of a request's body, however it is sent; None if it was refused."""
        try:
            if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
                return self._read_chunks()
            length = int(self.headers.get("Content-Length", "0"))
            return self.rfile.read(self._allowed(length))
        except ValueError:
            self.close_connection = True
            self.answer_json({"error": "The body must have a length of 64 MB at most."}, 413)
            return None

    @staticmethod
    def _allowed(length: int) -> int:
        if not 0 <= length <= MAX_BODY_BYTES:
            raise ValueError(length)
        return length

    def _read_chunks(self) -> bytes:
        data = b""
        while size := int(self.rfile.readline(MAX_LINE_BYTES).split(b";")[0], 16):
            self._allowed(len(data) + self._allowed(size))
            data += self.rfile.read(size)
            self.rfile.readline(MAX_LINE_BYTES)
        while self.rfile.readline(MAX_LINE_BYTES).strip():
            pass  # Headers that follow the body.
        return data

    def answer_json(self, value: Any, status: int = 200) -> None:
        """Answers with JSON."""
        self._answer(dumps(value), "application/json", status)

    def answer_text(self, text: str, status: int) -> None:
        """Answers with plain text."""
        self._answer(text.encode(), "text/plain; charset=utf-8", status)

    def answer_stream(self, bodies: Iterator[Any]) -> None:
        """Answers with server-sent events, each in a chunk of its own, and `[DONE]`.

        Raises OSError where the client has gone.
        """
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for body in bodies:
            self._write_chunk(b"data: " + dumps(body) + b"\n\n")
        self._write_chunk(b"data: [DONE]\n\n")
        self._write_chunk(b"")

    def _write_chunk(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))

    def _answer(self, data: bytes, content_type: str, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Prints the access line, in uvicorn's form."""
        phrase = HTTPStatus(code).phrase if isinstance(code, int) else ""
        client = f"{self.client_address[0]}:{self.client_address[1]}"
        moment = time.strftime("%Y-%m-%d %H:%M:%S")
        print(
            f'[{moment}] INFO:     {client} - "{self.requestline}" {int(code)} {phrase}', flush=True
        )

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing more: the access line is enough."""
