"""Measures the accuracy of a server on word problems, with worked examples before each.

    python3 -m sglang.test.few_shot_gsm8k --data-path FILE --num-questions 40 --port 30000

The file holds a JSON object a line: `question`, and `answer` whose last number counts.
"""

import argparse
import json
import re
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sglang.benchmark.http_client import call

STOP = ["Question", "Assistant:", "<|separator|>"]

Line = dict[str, str]


def example(line: Line, with_answer: bool) -> str:
    """One question, with its answer if it is to be learned from."""
    return f"Question: {line['question']}\nAnswer:" + (f" {line['answer']}" if with_answer else "")


def number_in(text: str) -> int | None:
    """The last number in a text."""
    numbers = re.findall(r"\d+", text.replace(",", ""))
    return int(numbers[-1]) if numbers else None


def run_eval(args: argparse.Namespace) -> dict[str, float]:
    """Asks all questions and prints four lines. A request that fails ends it with an error."""
    with open(args.data_path, encoding="utf-8") as file:
        lines: list[Line] = [json.loads(line) for line in file if line.strip()]
    shots = "".join(example(line, True) + "\n\n" for line in lines[: args.num_shots])
    asked = lines[: args.num_questions]
    labels = [number_in(line["answer"]) for line in asked]
    host = args.host.removeprefix("http://")

    def ask(line: Line) -> Any:
        body = {
            "text": shots + example(line, False),
            "sampling_params": {
                "max_new_tokens": args.max_new_tokens,
                "temperature": 0,
                "stop": STOP,
            },
        }
        return json.loads(call(f"http://{host}:{args.port}/generate", json.dumps(body).encode()))

    begin = time.perf_counter()
    with ThreadPoolExecutor(args.parallel) as pool:
        answers = list(pool.map(ask, asked))
    latency = time.perf_counter() - begin

    found = [number_in(answer["text"]) for answer in answers]
    tokens = sum(answer["meta_info"]["completion_tokens"] for answer in answers)
    results = {
        "accuracy": statistics.fmean(a == b for a, b in zip(found, labels, strict=True)),
        "invalid": statistics.fmean(number is None for number in found),
        "latency": latency,
        "output_throughput": tokens / latency,
    }
    print(f"Accuracy: {results['accuracy']:.3f}")
    print(f"Invalid: {results['invalid']:.3f}")
    print(f"Latency: {latency:.3f} s")
    print(f"Output throughput: {results['output_throughput']:.3f} token/s")
    prompts = [shots + example(line, False) for line in asked]
    dump_answers([prompt + answer["text"] for prompt, answer in zip(prompts, answers, strict=True)])
    return results


def dump_answers(texts: list[str]) -> None:
    """Leaves each prompt with its answer in a file, as SGLang's `dump_state_text` does."""
    with open("tmp_output_gsm8k.txt", "w", encoding="utf-8") as file:
        for index, text in enumerate(texts):
            file.write(f"{'=' * 40} {index} {'=' * 40}\n{text}\n{'=' * 80}\n\n")


def parser_of(prog: str) -> argparse.ArgumentParser:
    """The flags that both accuracy programs take."""
    parser = argparse.ArgumentParser(prog=prog, description=__doc__)
    parser.add_argument("--num-shots", type=int, default=5)
    parser.add_argument("--data-path", default="test.jsonl")
    parser.add_argument("--num-questions", type=int, default=200)
    parser.add_argument("--max-new-tokens", type=int, default=512)
    parser.add_argument("--parallel", type=int, default=64)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=30000)
    return parser


if __name__ == "__main__":
    parser = parser_of("sglang.test.few_shot_gsm8k")
    parser.add_argument("--temperature", type=float, default=0.0)
    run_eval(parser.parse_args())
