"""Measures single static batches without a server.

    python3 -m sglang.benchmark.one_batch --model-path DIR --batch-size 1 2 4 --input-len 1024 --output-len 128

Lists are crossed, batch size outermost, and measured in that order after one model load. Only the
first combination is warmed up. Rows are written when the whole sweep is done.
"""

import argparse
import itertools
import json
import logging
import multiprocessing
import random
import statistics
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from sglang.srt.faults import Faults, Moment, build_kernel, die_of_segmentation_fault, read_faults
from sglang.srt.logs import configure_logger
from sglang.srt.model_config import ModelError, read_model_config
from sglang.srt.model_runner import ModelRunner
from sglang.srt.server_args import add_server_args

logger = logging.getLogger(__name__)

# As short as such a build can be told in a log: real ones take from seconds to minutes.
WARMUP_OUTPUT_LEN = 32
STEPS_SHOWN = 5

Row = dict[str, Any]


class Case(NamedTuple):
    """One combination of the sweep."""

    batch_size: int
    input_len: int
    output_len: int


def parse_arguments(arguments: list[str] | None = None) -> argparse.Namespace:
    """Reads the command line; a flag it does not know ends the process with exit code 2."""
    parser = argparse.ArgumentParser(prog="sglang.benchmark.one_batch", description=__doc__)
    add_server_args(parser)
    parser.add_argument("--run-name", default="default")
    parser.add_argument("--batch-size", type=int, nargs="+", default=[1])
    parser.add_argument("--input-len", type=int, nargs="+", default=[1024])
    parser.add_argument("--output-len", type=int, nargs="+", default=[16])
    parser.add_argument("--result-filename", default="result.jsonl")
    parser.add_argument("--log-decode-step", type=int, default=0)
    return parser.parse_args(arguments)


def random_prompts(batch_size: int, input_len: int) -> list[list[int]]:
    """A batch of prompts, the same for the same sizes."""
    source = random.Random(f"{batch_size} {input_len}")
    return [source.choices(range(10000), k=input_len) for _ in range(batch_size)]


def skips(runner: ModelRunner, faults: Faults, case: Case) -> bool:
    """Whether a case holds more sequences than fit into the memory pool."""
    limit = runner.max_batch_size(case.input_len, case.output_len)
    if faults.skip_above is not None:
        limit = min(limit, faults.skip_above)
    return case.batch_size > limit


def measure(
    runner: ModelRunner, case: Case, log_decode_step: int, middle: Callable[[], None]
) -> Row:
    """Runs one case and prints its lines.

    `middle` is called between prefill and decode, outside of what is timed. Gives the case's
    latencies (seconds) and throughputs (tokens a second).
    """
    batch_size, input_len, output_len = case
    prompts = random_prompts(batch_size, input_len)

    begin = runner.device.start()
    batch, _, _ = runner.extend(prompts)
    prefill = runner.device.synchronize() - begin
    throughput = input_len * batch_size / prefill
    print(f"Prefill. latency: {prefill:6.5f} s, throughput: {throughput:9.2f} token/s")
    row: Row = {"prefill_latency": prefill, "prefill_throughput": throughput}
    middle()

    steps = []
    begin = runner.device.start()
    for step in range(output_len - 1):
        runner.decode(batch)
        end = runner.device.synchronize()
        latency, begin = end - begin, end
        steps.append(latency)
        if step < STEPS_SHOWN or (log_decode_step > 0 and step % log_decode_step == 0):
            print(
                f"Decode {step}. Batch size: {batch_size}, latency: {latency:6.5f} s,"
                f" throughput: {batch_size / latency:9.2f} token/s"
            )
    if steps:
        median = statistics.median(steps)
        print(
            f"Decode.  median latency: {median:6.5f} s,"
            f" median throughput: {batch_size / median:9.2f} token/s"
        )
        row |= {"median_decode_latency": median, "median_decode_throughput": batch_size / median}

    total = prefill + sum(steps)
    throughput = (input_len + output_len) * batch_size / total
    print(f"Total. latency: {total:6.3f} s, throughput: {throughput:9.2f} token/s")
    return row | {"total_latency": total, "overall_throughput": throughput}


def run_sweep(args: argparse.Namespace, faults: Faults) -> None:
    """Loads the model, warms up with the first case, measures all, writes the rows."""
    configure_logger(args.log_level, " TP0")
    runner = ModelRunner(read_model_config(args.model_path), faults)
    logger.info("Capture cuda graph bs %s", sorted(set(args.batch_size)))
    print(f"max_total_num_tokens={runner.config.max_total_num_tokens}")

    cases = [
        Case(*sizes)
        for sizes in itertools.product(args.batch_size, args.input_len, args.output_len)
    ]
    rows: list[Row] = []
    measurements: Counter[int] = Counter()

    def run(case: Case, log_decode_step: int, middle: Callable[[], None]) -> None:
        if skips(runner, faults, case):
            print(f"skipping {tuple(case)} due to max batch size limit")
            return
        row = measure(runner, case, log_decode_step, middle)
        rows.append({"run_name": args.run_name} | case._asdict() | row)

    print("Warmup ...")
    warmup = cases[0]._replace(output_len=min(WARMUP_OUTPUT_LEN, cases[0].output_len))
    run(warmup, 0, lambda: None)
    rows.clear()

    print("Benchmark ...")
    for case in cases:
        measurements[case.batch_size] += 1
        nth = measurements[case.batch_size]
        run(case, args.log_decode_step, partial(middle_of_case, faults, Moment(case.batch_size, nth)))

    if args.result_filename:
        with open(args.result_filename, "a", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)


def middle_of_case(faults: Faults, moment: Moment) -> None:
    """Where a case waits, compiles or dies, if a test asked for it."""
    if faults.sleep_seconds > 0:
        time.sleep(faults.sleep_seconds)
    if faults.build_is_due(moment):
        build_kernel()
    if faults.crash_is_due(moment):
        die_of_segmentation_fault()


def run_rank(args: argparse.Namespace, faults: Faults) -> None:
    """Runs the sweep as rank 0, whose traceback is marked as PyTorch marks it."""
    try:
        run_sweep(args, faults)
    except Exception as error:
        for line in "".join(traceback.format_exception(error)).splitlines():
            print(f"[rank0]: {line}", file=sys.stderr)
        print(
            "[rank0]:[W ProcessGroupNCCL.cpp:1496] Warning: destroy_process_group() was not called"
            " before program exit, which can leak resources.",
            file=sys.stderr,
        )
        sys.exit(1)


def cli_main() -> None:
    """The program. With more than one rank a crashed worker leaves the exit code at 0."""
    args = parse_arguments()
    faults = read_faults()
    try:
        read_model_config(args.model_path)
    except ModelError as error:
        sys.exit(f"ModelError: {error}")
    if args.tp_size == 1:
        run_rank(args, faults)
        return
    worker = multiprocessing.get_context("fork").Process(target=run_rank, args=(args, faults))
    worker.start()
    worker.join()


if __name__ == "__main__":
    cli_main()
