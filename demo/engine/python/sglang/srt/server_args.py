"""The flags of the engine, shared by the server and one-batch.

Most say how a GPU is used. They are taken, kept and reported, and change nothing here.
"""

import argparse
from typing import Any

VALUES: dict[str, tuple[type, Any]] = {
    "--tokenizer-path": (str, None),
    "--served-model-name": (str, None),
    "--quantization": (str, None),
    "--load-format": (str, "auto"),
    "--dtype": (str, "auto"),
    "--kv-cache-dtype": (str, "auto"),
    "--device": (str, None),
    "--attention-backend": (str, None),
    "--prefill-attention-backend": (str, None),
    "--decode-attention-backend": (str, None),
    "--sampling-backend": (str, None),
    "--mem-fraction-static": (float, None),
    "--cuda-graph-max-bs": (int, None),
    "--context-length": (int, None),
    "--max-running-requests": (int, None),
    "--max-total-tokens": (int, None),
    "--chunked-prefill-size": (int, None),
    "--max-prefill-tokens": (int, 16384),
    "--page-size": (int, None),
    "--schedule-policy": (str, "fcfs"),
    "--schedule-conservativeness": (float, 1.0),
    "--num-continuous-decode-steps": (int, 1),
    "--stream-interval": (int, 1),
    "--watchdog-timeout": (float, 300),
    "--json-model-override-args": (str, "{}"),
    "--random-seed": (int, None),
    "--log-level": (str, "info"),
    "--api-key": (str, None),
    "--ssl-keyfile-password": (str, None),
    "--host": (str, "127.0.0.1"),
    "--port": (int, 30000),
}

SWITCHES = [
    "--trust-remote-code",
    "--disable-radix-cache",
    "--disable-cuda-graph",
    "--disable-cuda-graph-padding",
    "--disable-overlap-schedule",
    "--disable-custom-all-reduce",
    "--enable-torch-compile",
    "--enable-mixed-chunk",
    "--enable-dp-attention",
    "--enable-metrics",
    "--enable-cache-report",
    "--log-requests",
    "--skip-server-warmup",
]

SIZES = [
    ("--tp-size", "--tensor-parallel-size", "--tp"),
    ("--dp-size", "--data-parallel-size", "--dp"),
    ("--ep-size", "--expert-parallel-size", "--ep"),
]


def add_server_args(parser: argparse.ArgumentParser) -> None:
    """Adds the engine's flags to a parser."""
    parser.add_argument("--model-path", "--model", required=True, help="A local model folder.")
    for names in SIZES:
        parser.add_argument(*names, type=int, default=1)
    for name, (kind, default) in VALUES.items():
        parser.add_argument(name, type=kind, default=default)
    for name in SWITCHES:
        parser.add_argument(name, action="store_true")
