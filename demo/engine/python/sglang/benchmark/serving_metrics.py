"""From what happened to each request to the numbers of a serving benchmark."""

import math
import statistics
from collections import Counter
from dataclasses import dataclass, field

Metrics = dict[str, float]


@dataclass
class RequestOutput:
    """One request as its client saw it; seconds, on the clock of `time.perf_counter`."""

    prompt_len: int
    output_len: int
    success: bool = False
    text: str = ""
    error: str = ""
    start_time: float = 0.0
    latency: float = 0.0
    ttft: float = 0.0
    itl: list[float] = field(default_factory=list)


def percentile(values: list[float], percent: float) -> float:
    """The percentile of a list that is not empty, between neighbours in proportion."""
    ordered = sorted(values)
    place = (len(ordered) - 1) * percent / 100
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def summary(name: str, seconds: list[float]) -> Metrics:
    """Mean, median, spread and percentiles of a list of seconds, in milliseconds."""
    values = [1000 * value for value in seconds] or [0.0]
    return {
        f"mean_{name}_ms": statistics.fmean(values),
        f"median_{name}_ms": statistics.median(values),
        f"std_{name}_ms": statistics.pstdev(values),
        f"p90_{name}_ms": percentile(values, 90),
        f"p95_{name}_ms": percentile(values, 95),
        f"p99_{name}_ms": percentile(values, 99),
        f"max_{name}_ms": max(values),
    }


def measure(outputs: list[RequestOutput], duration: float) -> Metrics:
    """The numbers of a run of `duration` seconds. Raises ValueError where no request succeeded."""
    good = [output for output in outputs if output.success]
    if not good:
        raise ValueError(f"All requests failed. The first error: {outputs[0].error}")
    inputs = sum(output.prompt_len for output in good)
    generated = sum(output.output_len for output in good)
    latencies = [output.latency for output in good]
    per_token = [
        (output.latency - output.ttft) / (output.output_len - 1)
        for output in good
        if output.output_len > 1
    ]
    return {
        "duration": duration,
        "completed": len(good),
        "total_input_tokens": inputs,
        "total_input_text_tokens": inputs,
        "total_input_vision_tokens": 0,
        "total_output_tokens": generated,
        "total_output_tokens_retokenized": sum(len(output.text.split()) for output in good),
        "request_throughput": len(good) / duration,
        "input_throughput": inputs / duration,
        "output_throughput": generated / duration,
        "total_throughput": (inputs + generated) / duration,
        **summary("e2e_latency", latencies),
        **summary("ttft", [output.ttft for output in good]),
        **summary("tpot", per_token),
        **summary("itl", [gap for output in good for gap in output.itl]),
        "concurrency": sum(latencies) / duration,
        **peaks(good),
    }


def peaks(outputs: list[RequestOutput]) -> Metrics:
    """The most tokens and the most requests in one second, counted by whole seconds."""
    begin = min(output.start_time for output in outputs)
    tokens: Counter[int] = Counter()
    requests: Counter[int] = Counter()
    for output in outputs:
        moment = output.start_time - begin + output.ttft
        tokens[int(moment)] += 1
        for gap in output.itl:
            moment += gap
            tokens[int(moment)] += 1
        first = int(output.start_time - begin)
        requests.update(range(first, int(output.start_time - begin + output.latency) + 1))
    return {
        "max_output_tokens_per_s": float(max(tokens.values())),
        "max_concurrent_requests": max(requests.values()),
    }
