"""Sends requests to a server and measures how they are served.

    python3 -m sglang.benchmark.serving --backend sglang --dataset-name random-ids --num-prompts 20 \\
        --random-input-len 256 --random-output-len 32 --random-range-ratio 1 --request-rate 4 --seed 1
"""

import argparse
import asyncio
import json
import random
import sys
import time
import traceback
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from sglang.benchmark.datasets import DatasetRow, read_dataset
from sglang.benchmark.http_client import call, post_lines
from sglang.benchmark.serving_arguments import parse_arguments
from sglang.benchmark.serving_metrics import RequestOutput, measure
from sglang.benchmark.serving_report import print_results, result_row

WARMUP_OUTPUT_LEN = 32
PAUSE_BEFORE_RUN = 0.1


class LoadGenerator:
    """Sends rows to one server."""

    def __init__(self, args: argparse.Namespace, base_url: str) -> None:
        self.args = args
        self.is_native = args.backend != "sglang-oai"
        self.url = base_url + ("/generate" if self.is_native else "/v1/completions")
        self.extra = json.loads(args.extra_request_body or "{}")
        self.slots = asyncio.Semaphore(args.max_concurrency or sys.maxsize)
        self.done = 0

    async def send(self, row: DatasetRow, due: float | None = None) -> RequestOutput:
        """Sends one request when there is a slot for it; an error is part of its output.

        Its latencies count from when it was due, however late a busy machine sends it.
        """
        async with self.slots:
            begin = time.perf_counter() if due is None else due
            output = RequestOutput(row.prompt_len, row.output_len, start_time=begin)
            try:
                body = self._body(row) | {"sent_at": output.start_time}
                await self._follow(body, output)
                output.success = True
            except Exception:
                output.error = traceback.format_exc()
                print(f"{output.error=}")
            self.done += 1
            return output

    def _body(self, row: DatasetRow) -> dict[str, Any]:
        stream, ignore_eos = not self.args.disable_stream, not self.args.disable_ignore_eos
        if not self.is_native:
            body: dict[str, Any] = {
                "model": self.args.model,
                "prompt": row.prompt,
                "best_of": 1,
                "max_tokens": row.output_len,
                "temperature": 0.0,
                "stream": stream,
                "ignore_eos": ignore_eos,
            }
            return {**body, **self.extra}
        sampling = {
            "temperature": self.args.temperature,
            "max_new_tokens": row.output_len,
            "ignore_eos": ignore_eos,
        }
        key = "text" if isinstance(row.prompt, str) else "input_ids"
        body = {
            key: row.prompt,
            "sampling_params": sampling,
            "stream": stream,
            "return_logprob": self.args.return_logprob,
        }
        return {**body, **self.extra}

    async def _follow(self, body: dict[str, Any], output: RequestOutput) -> None:
        """Reads an answer to its end. An error in a stream of status 200 is not seen as one.

        A token counts from when the device had made it: the server says when that was.
        """
        tokens, last = 0, output.start_time
        async for line in post_lines(self.url, body):
            data = line.removeprefix(b"data: ")
            if data == b"[DONE]":
                continue
            answer = json.loads(data)
            now = answer.get("made_at", time.perf_counter())
            output.latency = now - output.start_time
            if self.is_native:
                text = answer.get("text")
                count = answer["meta_info"]["completion_tokens"] if text else tokens
                output.text = text or output.text
            else:
                text = answer["choices"][0]["text"]
                count = tokens + 1
                output.text += text
            if not text or count == tokens:
                continue
            if output.ttft == 0.0:
                output.ttft = output.latency
            else:
                output.itl += [(now - last) / (count - tokens)] * (count - tokens)
            tokens, last = count, now
            output.output_len = count if self.is_native else output.output_len


async def arrivals(
    rows: list[DatasetRow], request_rate: float, source: random.Random
) -> AsyncIterator[tuple[DatasetRow, float | None]]:
    """Rows as they are due: at the times of a Poisson process, or at once where the rate is infinite."""
    due = time.perf_counter()
    for row in rows:
        if request_rate == float("inf"):
            yield row, None
            continue
        yield row, due
        due += source.expovariate(request_rate)
        await asyncio.sleep(max(0.0, due - time.perf_counter()))


async def run(args: argparse.Namespace, base_url: str, source: random.Random) -> None:
    """Warms up, sends all rows, prints and appends the results."""
    rows = read_dataset(args, source)
    generator = LoadGenerator(args, base_url)

    print(f"Starting warmup with {args.warmup_requests} sequences...", flush=True)
    first = rows[0]
    short = DatasetRow(first.prompt, first.prompt_len, min(first.output_len, WARMUP_OUTPUT_LEN))
    warmup = await asyncio.gather(*(generator.send(short) for _ in range(args.warmup_requests)))
    if warmup and not any(output.success for output in warmup):
        raise ValueError(f"Warmup failed. Error: {warmup[0].error}")
    print(f"Warmup completed with {args.warmup_requests} sequences. Starting main benchmark run...")
    if args.flush_cache:
        call(f"{base_url}/flush_cache?timeout={args.flush_cache_timeout}", b"{}")
    await asyncio.sleep(PAUSE_BEFORE_RUN)

    generator.done = 0
    tasks = []
    async for row, due in arrivals(rows, args.request_rate, source):
        tasks.append(asyncio.create_task(generator.send(row, due)))
        if not args.disable_tqdm:
            print(f"\r{generator.done}/{len(rows)}", end="", file=sys.stderr, flush=True)
    outputs = await asyncio.gather(*tasks)
    begin = min(output.start_time for output in outputs)
    duration = max(output.start_time + output.latency for output in outputs) - begin
    if not args.disable_tqdm:
        print(f"\r{generator.done}/{len(rows)}", file=sys.stderr)

    server_info = json.loads(call(f"{base_url}/server_info"))
    metrics = measure(outputs, duration)
    print_results(args, metrics)
    result = result_row(args, metrics, server_info)
    if args.output_details:
        result |= {
            "input_lens": [output.prompt_len for output in outputs],
            "output_lens": [output.output_len if output.success else 0 for output in outputs],
            "ttfts": [output.ttft for output in outputs],
            "itls": [output.itl for output in outputs],
            "generated_texts": [output.text for output in outputs],
            "errors": [output.error for output in outputs],
        }
    lengths = f"{args.num_prompts}_{args.random_input_len}_{args.random_output_len}"
    default_name = f"{args.backend}_{datetime.now():%m%d}_{lengths}.jsonl"
    with open(args.output_file or default_name, "a", encoding="utf-8") as file:
        file.write(json.dumps(result) + "\n")


def wait_for_server(url: str, seconds: int) -> None:
    """Waits until the server answers; ends the process where it does not."""
    print(f"Waiting up to {seconds}s for {url} to become ready...", flush=True)
    begin = time.perf_counter()
    while True:
        try:
            call(url, timeout=5)
            print(f"Server ready in {time.perf_counter() - begin:.1f}s.")
            return
        except OSError:
            if time.perf_counter() - begin >= seconds:
                print(f"Server at {url} is not ready. Exiting.")
                sys.exit(1)
            time.sleep(1)


def cli_main() -> None:
    """The program."""
    args = parse_arguments()
    print(f"benchmark_args={args}")
    base_url = args.base_url or f"http://{args.host}:{args.port}"
    if args.ready_check_timeout_sec > 0:
        wait_for_server(f"{base_url}/v1/models", args.ready_check_timeout_sec)
    if args.model is None:
        args.model = json.loads(call(f"{base_url}/v1/models"))["data"][0]["id"]
    asyncio.run(run(args, base_url, random.Random(args.seed)))


if __name__ == "__main__":
    cli_main()
