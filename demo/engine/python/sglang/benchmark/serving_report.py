"""The results of a serving benchmark as lines and as a row of JSON."""

import argparse
from typing import Any

from sglang.benchmark.serving_metrics import Metrics

WIDTH = 50
LATENCIES = [
    ("End-to-End Latency", "E2E Latency", "e2e_latency"),
    ("Time to First Token", "TTFT", "ttft"),
    ("Time per Output Token (excl. 1st token)", "TPOT", "tpot"),
    ("Inter-Token Latency", "ITL", "itl"),
]
STATISTICS = ["Mean", "Median", "P90", "P95", "P99"]


def line(label: str, value: object, form: str = "") -> None:
    """Prints a label and its value in two columns."""
    print(f"{label + ':':<40} {value:<10{form}}")


def print_results(args: argparse.Namespace, metrics: Metrics) -> None:
    """Prints all results."""
    print(f"\n{' Serving Benchmark Result ':=^{WIDTH}}")
    line("Backend", args.backend)
    line("Traffic request rate", args.request_rate)
    line("Max request concurrency", args.max_concurrency or "not set")
    line("Successful requests", metrics["completed"])
    line("Benchmark duration (s)", metrics["duration"], ".2f")
    line("Total input tokens", metrics["total_input_tokens"])
    line("Total input text tokens", metrics["total_input_text_tokens"])
    line("Total generated tokens", metrics["total_output_tokens"])
    line("Total generated tokens (retokenized)", metrics["total_output_tokens_retokenized"])
    line("Request throughput (req/s)", metrics["request_throughput"], ".2f")
    line("Input token throughput (tok/s)", metrics["input_throughput"], ".2f")
    line("Output token throughput (tok/s)", metrics["output_throughput"], ".2f")
    line("Peak output token throughput (tok/s)", metrics["max_output_tokens_per_s"], ".2f")
    line("Peak concurrent requests", metrics["max_concurrent_requests"])
    line("Total token throughput (tok/s)", metrics["total_throughput"], ".2f")
    line("Concurrency", metrics["concurrency"], ".2f")
    for heading, label, name in LATENCIES:
        print(f"{heading:-^{WIDTH}}")
        for statistic in STATISTICS:
            value = metrics[f"{statistic.lower()}_{name}_ms"]
            line(f"{statistic} {label} (ms)", value, ".2f")
    line("Max ITL (ms)", metrics["max_itl_ms"], ".2f")
    print("=" * WIDTH)


def result_row(args: argparse.Namespace, metrics: Metrics, server_info: Any) -> dict[str, Any]:
    """The row of JSON. The largest values stand on stdout alone."""
    return {
        "tag": args.tag,
        "backend": args.backend,
        "dataset_name": args.dataset_name,
        "request_rate": args.request_rate,
        "max_concurrency": args.max_concurrency,
        "sharegpt_output_len": None,
        "random_input_len": args.random_input_len,
        "random_output_len": args.random_output_len,
        "random_range_ratio": args.random_range_ratio,
        "server_info": server_info,
        **{
            name: value
            for name, value in metrics.items()
            if not (name.startswith("max_") and name.endswith("_ms"))
        },
        "accept_length": None,
    }
