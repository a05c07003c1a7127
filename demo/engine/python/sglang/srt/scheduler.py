"""Continuous batching: takes waiting requests in, and decodes all that run, a step at a time."""

import logging
import os
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import NamedTuple

from sglang.srt.faults import KILLED, Faults, build_kernel, die_as_killed
from sglang.srt.model import Sequence
from sglang.srt.model_runner import ModelRunner
from sglang.srt.prefix_cache import PrefixCache
from sglang.srt.tokenizer import Tokenizer

logger = logging.getLogger(__name__)

DECODE_LOG_INTERVAL = 40
FLUSH_GRACE = 0.05
# The scheduler runs so many seconds behind the device's clock, so that a request that a busy machine
# hands over late still joins the batch that was next when it was sent.
BEHIND = 0.05


class Step(NamedTuple):
    """How many words a request has, and since when (on the device's clock)."""

    words: int
    made_at: float


@dataclass
class Request:
    """One prompt and what has been generated for it.

    The scheduler appends words and puts a step into `progress` each time. What ends a request is
    set before its last step is put. `sent_at` is on the device's clock.
    """

    rid: str
    prompt: list[int]
    max_new_tokens: int
    sent_at: float
    stop: list[str] = field(default_factory=list)
    answer: list[str] | None = None
    words: list[str] = field(default_factory=list)
    cached_tokens: int = 0
    finish_reason: dict[str, object] | None = None
    aborted: bool = False
    progress: "SimpleQueue[Step]" = field(default_factory=SimpleQueue)


class Scheduler:
    """Runs requests on a model in a thread of its own."""

    def __init__(
        self, runner: ModelRunner, faults: Faults, max_running: int, use_cache: bool
    ) -> None:
        self.runner = runner
        self.faults = faults
        self.prompts_begun = 0
        self.refusals_left = faults.flush_busy
        self.tokenizer = Tokenizer(runner.config.vocab_size)
        self.max_running = max_running
        self.cache = PrefixCache() if use_cache else None
        self.waiting: deque[Request] = deque()
        self.running: list[tuple[Request, Sequence]] = []
        self.admitted: list[Request] = []
        self.changed = threading.Condition()
        self.decode_steps = 0
        self.logged_at = time.perf_counter()

    def start(self) -> None:
        """Starts the thread. If it fails the process ends, as a server without it is of no use."""
        threading.Thread(target=self._run, name="scheduler", daemon=True).start()

    def submit(self, request: Request) -> None:
        """Puts a request into the queue."""
        with self.changed:
            self.waiting.append(request)
            self.changed.notify_all()

    def unfinished(self) -> int:
        """How many requests wait or run."""
        return len(self.waiting) + len(self.admitted) + len(self.running)

    def flush_cache(self, timeout: float) -> bool:
        """Empties the prefix cache once nothing runs; false if that takes longer than `timeout`.

        A client learns of its last token a moment before the scheduler is idle, hence the grace.
        """
        with self.changed:
            if self.refusals_left > 0:
                self.refusals_left -= 1
                return False
            if not self.changed.wait_for(lambda: self.unfinished() == 0, timeout + FLUSH_GRACE):
                return False
            if self.cache is not None:
                self.cache.flush()
            return True

    def _run(self) -> None:
        try:
            while True:
                with self.changed:
                    self.changed.wait_for(lambda: self.unfinished() > 0)
                    self._admit()
                self._prefill()
                self._decode()
                with self.changed:
                    self.changed.notify_all()
        except Exception:
            logger.exception("Scheduler hit an exception")
            os._exit(KILLED)

    def _admit(self) -> None:
        """Takes in what had been sent when the device was done with its last step."""
        device = self.runner.device
        if not self.running:
            device.start(min(request.sent_at for request in self.waiting))
        for request in list(self.waiting):
            if request.sent_at <= device.time and self._is_room():
                self.waiting.remove(request)
                self.admitted.append(request)

    def _is_room(self) -> bool:
        return len(self.running) + len(self.admitted) < self.max_running

    def _prefill(self) -> None:
        requests = [request for request in self.admitted if not request.aborted]
        if requests:
            for _ in requests:
                self.prompts_begun += 1
                if self.faults.server_build_is_due(self.prompts_begun):
                    build_kernel()
                    self.runner.device.start()
                if self.faults.server_crash == self.prompts_begun:
                    die_as_killed()
            self.runner.reserve(len(self.running) + len(requests))
            begin = self.runner.device.time
            batch, tokens, cached = self.runner.extend(
                [request.prompt for request in requests], self.cache
            )
            end = self.runner.device.synchronize(BEHIND)
            new_tokens = sum(len(request.prompt) for request in requests) - sum(cached)
            logger.info(
                "Prefill batch, #new-seq: %d, #new-token: %d, #cached-token: %d, token usage: %.2f,"
                " #running-req: %d, #queue-req: %d, cuda graph: False,"
                " input throughput (token/s): %.2f",
                len(requests),
                new_tokens,
                sum(cached),
                self._token_usage(),
                len(self.running),
                len(self.waiting),
                new_tokens / (end - begin),
            )
            for request, token, hits in zip(requests, tokens, cached, strict=True):
                request.cached_tokens = hits
                self._emit(request, token, end)
            started = zip(requests, batch, strict=True)
            self.running += [pair for pair in started if pair[0].finish_reason is None]
        self.admitted = []

    def _decode(self) -> None:
        self.running = [pair for pair in self.running if not pair[0].aborted]
        if not self.running:
            return
        tokens = self.runner.decode([sequence for _, sequence in self.running])
        end = self.runner.device.synchronize(BEHIND)
        for (request, _), token in zip(self.running, tokens, strict=True):
            self._emit(request, token, end)
        self.decode_steps += 1
        if self.decode_steps % DECODE_LOG_INTERVAL == 0:
            elapsed, self.logged_at = end - self.logged_at, end
            logger.info(
                "Decode batch, #running-req: %d, token usage: %.2f, cuda graph: True,"
                " gen throughput (token/s): %.2f, #queue-req: %d",
                len(self.running),
                self._token_usage(),
                DECODE_LOG_INTERVAL * len(self.running) / elapsed,
                len(self.waiting),
            )
        self.running = [pair for pair in self.running if pair[0].finish_reason is None]

    def _token_usage(self) -> float:
        used = sum(sequence.position for _, sequence in self.running)
        return used / self.runner.config.max_total_num_tokens

    def _emit(self, request: Request, token: int, made_at: float) -> None:
        """Adds the word of a token to a request and finishes it where it is at its end."""
        if len(request.words) < request.max_new_tokens:
            answer = request.answer
            word = self.tokenizer.decode([token]) if answer is None else answer[len(request.words)]
            request.words.append(word)
        count = len(request.words)
        stopped = [stop for stop in request.stop if stop in request.words[-1:]]
        if request.answer is not None and count == len(request.answer):
            request.finish_reason = {"type": "stop", "matched": None}
        elif stopped:
            request.finish_reason = {"type": "stop", "matched": stopped[0]}
        elif count >= request.max_new_tokens:
            request.finish_reason = {"type": "length", "length": count}
        request.progress.put(Step(count, made_at))
