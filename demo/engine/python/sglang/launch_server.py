"""Serves a model over HTTP.

    python3 -m sglang.launch_server --model-path DIR --host 0.0.0.0 --port 30000

SIGTERM lets running requests end, and takes new ones meanwhile; then the exit code is 0.
"""

import argparse
import json
import logging
import os
import signal
import sys
import threading
import time
import urllib.request

from sglang.srt.engine import Engine
from sglang.srt.faults import KILLED, read_faults
from sglang.srt.http_server import HttpServer
from sglang.srt.logs import configure_logger
from sglang.srt.model_config import ModelError, read_model_config
from sglang.srt.server_args import add_server_args

logger = logging.getLogger(__name__)

STARTUP_FAILURE = 3
WARMUP_SECONDS = 120


def parse_arguments(arguments: list[str] | None = None) -> argparse.Namespace:
    """Reads the command line; a flag it does not know ends the process with exit code 2."""
    parser = argparse.ArgumentParser(prog="sglang.launch_server", description=__doc__)
    add_server_args(parser)
    return parser.parse_args(arguments)


def warm_up(engine: Engine) -> None:
    """Sends the server a first request and says it is ready; ends the process if that fails."""
    try:
        send_first_request(engine.args)
    except Exception:
        logger.exception("Initialization failed. warmup error")
        os._exit(KILLED)
    engine.is_ready = True
    logger.info("The server is fired up and ready to roll!")


def send_first_request(args: argparse.Namespace) -> None:
    """Waits until the server answers and sends it a prompt, over HTTP as any client does."""
    host = "127.0.0.1" if args.host in ("0.0.0.0", "::") else args.host
    url = f"http://{host}:{args.port}"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {args.api_key}"}

    def send(path: str, data: bytes | None = None) -> None:
        request = urllib.request.Request(url + path, data, headers)
        opener.open(request, timeout=WARMUP_SECONDS).read()

    deadline = time.monotonic() + WARMUP_SECONDS
    while True:
        try:
            send("/model_info")
            break
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
    prompt = {
        "text": "The capital city of France is",
        "sampling_params": {"temperature": 0, "max_new_tokens": 8},
    }
    if not args.skip_server_warmup:
        send("/generate", json.dumps(prompt).encode())


def serve(engine: Engine) -> None:
    """Serves until SIGTERM or SIGINT, then until no request is left."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    # As in SGLang the first request is sent before the port is known to be ours: on a taken port
    # it reaches whoever listens there, and the log says ready although this server is not.
    warmup = threading.Thread(target=warm_up, args=(engine,), daemon=True)
    warmup.start()
    try:
        server = HttpServer((engine.args.host, engine.args.port), engine)
    except OSError as error:
        logger.error(
            "[Errno %s] error while attempting to bind on address ('%s', %s): %s",
            error.errno,
            engine.args.host,
            engine.args.port,
            (error.strerror or str(error)).lower(),
        )
        warmup.join(timeout=5)
        sys.exit(STARTUP_FAILURE)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    logger.info("Uvicorn running on http://%s:%s", engine.args.host, engine.args.port)
    stop.wait()

    engine.is_exiting = True
    while (remaining := engine.scheduler.unfinished()) > 0:
        logger.info("Gracefully exiting... Remaining number of requests %d", remaining)
        time.sleep(0.1)
    # The last tokens are on their way to clients.
    time.sleep(0.1)
    server.shutdown()


def main() -> None:
    """The program."""
    args = parse_arguments()
    faults = read_faults()
    configure_logger(args.log_level)
    logger.info("server_args=%s", args)
    try:
        config = read_model_config(args.model_path)
    except ModelError as error:
        sys.exit(f"ModelError: {error}")
    engine = Engine(args, config, faults)
    if faults.server_exit is not None:
        logger.error("Scheduler hit an exception: RuntimeError: no usable GPU was found")
        sys.exit(faults.server_exit)
    logger.info("Capture cuda graph bs %s", [1, 2, 4, 8])
    engine.scheduler.start()
    serve(engine)


if __name__ == "__main__":
    main()
