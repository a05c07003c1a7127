"""The flags of the serving benchmark."""

import argparse

VALUES = {
    "--base-url": (str, None),
    "--host": (str, "127.0.0.1"),
    "--port": (int, 30000),
    "--ready-check-timeout-sec": (int, 60),
    "--dataset-path": (str, ""),
    "--model": (str, None),
    "--served-model-name": (str, None),
    "--tokenizer": (str, None),
    "--num-prompts": (int, 1000),
    "--random-input-len": (int, 1024),
    "--random-output-len": (int, 1024),
    "--random-range-ratio": (float, 0.0),
    "--request-rate": (float, float("inf")),
    "--max-concurrency": (int, None),
    "--output-file": (str, None),
    "--seed": (int, 42),
    "--temperature": (float, 0.0),
    "--top-p": (float, 1.0),
    "--extra-request-body": (str, None),
    "--flush-cache-timeout": (float, 60.0),
    "--warmup-requests": (int, 1),
    "--tag": (str, None),
}

SWITCHES = [
    "--output-details",
    "--disable-tqdm",
    "--disable-stream",
    "--return-logprob",
    "--disable-ignore-eos",
    "--apply-chat-template",
    "--flush-cache",
    "--tokenize-prompt",
]


def parse_arguments(arguments: list[str] | None = None) -> argparse.Namespace:
    """Reads the command line; a flag it does not know ends the process with exit code 2."""
    parser = argparse.ArgumentParser(prog="sglang.benchmark.serving", description=__doc__)
    backends = ["sglang", "sglang-native", "sglang-oai"]
    parser.add_argument("--backend", choices=backends, default="sglang")
    parser.add_argument("--dataset-name", choices=["random", "random-ids"], default="random-ids")
    for name, (kind, default) in VALUES.items():
        parser.add_argument(name, type=kind, default=default)
    for name in SWITCHES:
        parser.add_argument(name, action="store_true")
    args = parser.parse_args(arguments)
    if args.num_prompts < 1:
        parser.error("--num-prompts must be at least 1")
    if args.dataset_name == "random" and not args.dataset_path:
        parser.error("--dataset-name random needs a ShareGPT file: --dataset-path FILE")
    return args
