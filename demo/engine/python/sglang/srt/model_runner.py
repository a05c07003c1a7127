"""Runs a model on batches: what benchmarks and the scheduler call."""

import logging
import time

from sglang.srt.device import Device
from sglang.srt.faults import Faults
from sglang.srt.model import CHUNK, Model, Sequence
from sglang.srt.model_config import ModelConfig
from sglang.srt.prefix_cache import PrefixCache

logger = logging.getLogger(__name__)

GPU_MEMORY_GB = 191.98


class OutOfMemoryError(RuntimeError):
    """No memory left for a batch. A traceback shows it under PyTorch's name."""

    __module__ = "torch"


class ModelRunner:
    """A loaded model with the limits of its memory."""

    def __init__(self, config: ModelConfig, faults: Faults) -> None:
        self.config = config
        self.memory_limit = faults.memory_limit or config.memory_limit_batch_size
        begin = time.perf_counter()
        logger.info("Load weight begin. avail mem=%.2f GB", GPU_MEMORY_GB)
        self.device = Device()
        self.model = Model(config, self.device)
        # Reading a checkpoint is waiting for a disk, so this part waits too.
        time.sleep(max(0.0, faults.load_seconds - (time.perf_counter() - begin)))
        logger.info(
            "Load weight end. elapsed=%.2f s, type=%s, avail mem=%.2f GB, mem usage=0.01 GB.",
            time.perf_counter() - begin,
            config.architectures[0] if config.architectures else config.model_type,
            GPU_MEMORY_GB - 0.01,
        )

    def max_batch_size(self, input_len: int, output_len: int) -> int:
        """How many sequences of this length the key-value pool holds."""
        return self.config.max_total_num_tokens // (input_len + output_len)

    def reserve(self, batch_size: int) -> None:
        """Raises OutOfMemoryError where a batch is more than the memory holds."""
        if self.memory_limit is not None and batch_size > self.memory_limit:
            raise OutOfMemoryError(
                f"HIP out of memory. Tried to allocate {batch_size * 0.5:.2f} GiB. GPU 0 has a"
                f" total capacity of {GPU_MEMORY_GB} GiB of which 212.00 MiB is free."
            )

    def extend(
        self, prompts: list[list[int]], cache: PrefixCache | None = None
    ) -> tuple[list[Sequence], list[int], list[int]]:
        """Prefill of a batch.

        Gives the sequences, the first token of each, and how many tokens of each prompt came
        from the prefix cache.
        """
        self.reserve(len(prompts))
        batch = [Sequence() for _ in prompts]
        cached = [
            self._extend_one(sequence, prompt, cache)
            for sequence, prompt in zip(batch, prompts, strict=True)
        ]
        return batch, [self.model.sample(sequence) for sequence in batch], cached

    def decode(self, batch: list[Sequence]) -> list[int]:
        """One decode step; gives the next token of each sequence."""
        self.model.decode(batch)
        return [self.model.sample(sequence) for sequence in batch]

    def _extend_one(self, sequence: Sequence, prompt: list[int], cache: PrefixCache | None) -> int:
        cached = 0
        for start in range(0, len(prompt), CHUNK):
            chunk = prompt[start : start + CHUNK]
            # The prompt's end is always computed: its output is the first token.
            is_last = start + CHUNK >= len(prompt)
            key = (sequence.state, tuple(chunk))
            known = cache.get(key) if cache is not None and not is_last else None
            if known is not None:
                sequence.state = known
                sequence.position += len(chunk)
                cached += len(chunk)
                continue
            self.model.extend(sequence, chunk)
            if cache is not None:
                cache.put(key, sequence.state)
        return cached
