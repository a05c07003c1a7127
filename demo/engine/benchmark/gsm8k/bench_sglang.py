"""Measures the accuracy of a server on word problems and appends a row to a file.

    python3 benchmark/gsm8k/bench_sglang.py --data-path FILE --num-questions 40 --parallel 40
"""

import json

from sglang.test.few_shot_gsm8k import parser_of, run_eval


def main() -> None:
    """The program."""
    parser = parser_of("bench_sglang.py")
    parser.add_argument("--backend", default="srt")
    parser.add_argument("--device", default="auto")
    parser.add_argument("--result-file", default="result.jsonl")
    parser.add_argument("--raw-result-file")
    args = parser.parse_args()
    results = run_eval(args)
    row = {
        "task": "gsm8k",
        "backend": args.backend,
        "num_gpus": 1,
        "latency": round(results["latency"], 3),
        "accuracy": round(results["accuracy"], 3),
        "num_requests": args.num_questions,
        "other": {"num_questions": args.num_questions, "parallel": args.parallel},
    }
    with open(args.result_file, "a", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
