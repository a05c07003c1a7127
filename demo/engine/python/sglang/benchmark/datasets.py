"""The prompts of a serving benchmark."""

import argparse
import json
import random
from dataclasses import dataclass

from sglang.srt.tokenizer import Tokenizer

VOCAB_SIZE = 10240


@dataclass(frozen=True)
class DatasetRow:
    """One request to be sent."""

    prompt: str | list[int]
    prompt_len: int
    output_len: int


def random_lengths(full: int, ratio: float, count: int, source: random.Random) -> list[int]:
    """Lengths between `ratio` times the full one and the full one."""
    return [source.randint(max(int(full * ratio), 1), full) for _ in range(count)]


def read_dataset(args: argparse.Namespace, source: random.Random) -> list[DatasetRow]:
    """The rows that the arguments ask for.

    `random-ids` needs nothing. `random` cuts or repeats the conversations of a ShareGPT file; with
    fewer conversations than prompts there are fewer rows.
    """
    count, ratio = args.num_prompts, args.random_range_ratio
    inputs = random_lengths(args.random_input_len, ratio, count, source)
    outputs = random_lengths(args.random_output_len, ratio, count, source)
    if args.dataset_name == "random-ids":
        prompts = _counted_ids(inputs, source)
    else:
        prompts = _conversations(args.dataset_path, inputs, source)
    tokenizer = Tokenizer(VOCAB_SIZE)
    rows = [
        DatasetRow(ids if args.tokenize_prompt else tokenizer.decode(ids), len(ids), output)
        for ids, output in zip(prompts, outputs, strict=False)
    ]
    print(f"#Input tokens: {sum(row.prompt_len for row in rows)}")
    print(f"#Output tokens: {sum(row.output_len for row in rows)}")
    return rows


def _counted_ids(lengths: list[int], source: random.Random) -> list[list[int]]:
    """Ids that count upwards from a random start, which is another one for each prompt."""
    starts = [source.randrange(VOCAB_SIZE) for _ in lengths]
    return [
        [(start + index + step) % VOCAB_SIZE for step in range(length)]
        for index, (start, length) in enumerate(zip(starts, lengths, strict=True))
    ]


def _conversations(path: str, lengths: list[int], source: random.Random) -> list[list[int]]:
    with open(path, encoding="utf-8") as file:
        entries = json.load(file)
    talks = [entry.get("conversations", entry.get("conversation", [])) for entry in entries]
    openings = [talk[0]["value"] for talk in talks if len(talk) >= 2]
    source.shuffle(openings)
    tokenizer = Tokenizer(VOCAB_SIZE)
    prompts = []
    for opening, length in zip(openings, lengths, strict=False):
        ids = tokenizer.encode(opening)
        prompts.append((ids * (length // len(ids) + 1))[:length])
    return prompts
