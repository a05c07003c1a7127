"""The routes of the HTTP server."""

import logging
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from sglang.srt import protocol
from sglang.srt.engine import Engine
from sglang.srt.http_answers import AnswerHandler
from sglang.srt.protocol import BadRequest, Json
from sglang.srt.scheduler import Request

logger = logging.getLogger(__name__)

ALIASES = {
    "/get_model_info": "/model_info",
    "/get_server_info": "/server_info",
    "/health_generate": "/health",
}


class HttpServer(ThreadingHTTPServer):
    """Listens for an engine; a thread for each connection."""

    daemon_threads = True
    request_queue_size = 1024

    def __init__(self, address: tuple[str, int], engine: Engine) -> None:
        self.engine = engine
        super().__init__(address, RouteHandler)


class RouteHandler(AnswerHandler):
    """Answers one connection's requests."""

    server: HttpServer

    def do_GET(self) -> None:
        """Answers a GET. A body that it may have says nothing, but stands before the next request."""
        if self.read_data() is not None:
            self._route()

    def do_POST(self) -> None:
        """Answers a POST."""
        body = self.read_body()
        if body is None:
            return
        path = urlsplit(self.path).path
        if self._is_unauthorized(path):
            self.answer_json({"error": "Unauthorized"}, 401)
        elif path == "/generate":
            self._generate(body)
        elif path == "/v1/completions":
            self._complete(body)
        else:
            self._route()

    do_PUT = do_POST

    def _is_unauthorized(self, path: str) -> bool:
        key = self.server.engine.args.api_key
        needs_key = key is not None and ALIASES.get(path, path) != "/health"
        return needs_key and self.headers.get("Authorization") != f"Bearer {key}"

    def _route(self) -> None:
        engine = self.server.engine
        url = urlsplit(self.path)
        path = ALIASES.get(url.path, url.path)
        if self._is_unauthorized(path):
            self.answer_json({"error": "Unauthorized"}, 401)
        elif path == "/health":
            self.answer_text("", 200 if engine.is_ready and not engine.is_exiting else 503)
        elif path == "/model_info":
            self.answer_json(engine.model_info())
        elif path == "/server_info":
            self.answer_json(engine.server_info())
        elif path == "/v1/models":
            self.answer_json(engine.models())
        elif path == "/flush_cache":
            self._flush_cache(parse_qs(url.query).get("timeout", ["0"])[0])
        else:
            self.answer_json({"detail": "Not Found"}, 404)

    def _flush_cache(self, timeout: str) -> None:
        try:
            seconds = max(0.0, float(timeout))
        except ValueError:
            self.answer_json(protocol.error_body("timeout must be a number."), 422)
            return
        if self.server.engine.scheduler.flush_cache(seconds):
            self.answer_text("Cache flushed.\n", 200)
        else:
            self.answer_text("Cache not flushed: requests are running or waiting.\n", 400)

    def _generate(self, body: Json) -> None:
        engine = self.server.engine
        is_stream = bool(body.get("stream"))
        try:
            prompts = protocol.read_generate(body, engine.scheduler.tokenizer, engine.limits())
            if is_stream and prompts.is_list:
                raise BadRequest("A stream takes one prompt.")
        except BadRequest as error:
            self._refuse(error, is_stream)
            return
        self._submit(prompts.requests)
        if is_stream:
            request = prompts.requests[0]
            steps = (protocol.generate_body(request, step) for step in engine.progress(request))
            self._stream(steps, request)
            return
        bodies = [
            protocol.generate_body(request, engine.result(request)) for request in prompts.requests
        ]
        self.answer_json(bodies if prompts.is_list else bodies[0])

    def _complete(self, body: Json) -> None:
        engine = self.server.engine
        is_stream = bool(body.get("stream"))
        try:
            prompts = protocol.read_completion(body, engine.scheduler.tokenizer, engine.limits())
            if is_stream and prompts.is_list:
                raise BadRequest("A stream takes one prompt.")
        except BadRequest as error:
            self._refuse(error, is_stream)
            return
        self._submit(prompts.requests)
        model = str(body.get("model") or engine.model_name)
        if is_stream:
            request = prompts.requests[0]
            self._stream(protocol.completion_chunks(model, request, engine.progress), request)
            return
        texts = [engine.result(request).text for request in prompts.requests]
        self.answer_json(protocol.completion_body(model, prompts.requests, texts))

    def _submit(self, requests: list[Request]) -> None:
        for request in requests:
            self.server.engine.scheduler.submit(request)

    def _stream(self, bodies: Iterator[Json], request: Request) -> None:
        """Streams bodies; a client that goes away takes its request with it."""
        try:
            self.answer_stream(bodies)
        except OSError:
            request.aborted = True
            self.close_connection = True

    def _refuse(self, error: BadRequest, is_stream: bool) -> None:
        """Says what is wrong with a request. In a stream that comes with status 200."""
        logger.error("[http_server] Error: %s", error)
        body = protocol.error_body(str(error))
        if is_stream:
            self.answer_stream(iter([body]))
        else:
            self.answer_json(body, 400)
