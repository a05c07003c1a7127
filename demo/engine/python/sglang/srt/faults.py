"""Faults that a test asks for through the environment.

    DEMO_ENGINE_LOAD_SECONDS=S      loading the model takes S seconds (0.1)
    DEMO_ENGINE_SLEEP_SECONDS=S     each measured case of one-batch waits S seconds after its prefill
    DEMO_ENGINE_CRASH=B:N           one-batch dies in its N-th measurement of batch size B
    DEMO_ENGINE_CRASH_ONCE=FILE     ... unless FILE exists; it is made by the crash
    DEMO_ENGINE_BUILD=B:N           one-batch compiles a kernel in its N-th measurement of batch size B
    DEMO_ENGINE_SERVER_BUILD=N      the server compiles a kernel before its N-th prompt
    DEMO_ENGINE_BUILD_ONCE=FILE     either of them unless FILE exists; it is made by the build
    DEMO_ENGINE_SKIP_ABOVE=B        one-batch skips batch sizes above B
    DEMO_ENGINE_MEMORY_LIMIT=B      batches above B run out of memory (before config.json's limit)
    DEMO_ENGINE_SERVER_EXIT=CODE    the server exits with CODE instead of getting ready
    DEMO_ENGINE_SERVER_CRASH=N      the scheduler is killed before its N-th prompt, and its server follows
    DEMO_ENGINE_REFUSE=1            the server refuses every request, once it is ready
    DEMO_ENGINE_FLUSH_BUSY=N        the server says that it is busy to the first N of /flush_cache
    DEMO_ENGINE_WRONG_ANSWERS=P     a share P of arithmetic questions is answered wrongly (0.08)
"""

import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NoReturn, TypeVar

T = TypeVar("T")

KERNEL_BUILD_SECONDS = 0.2
SEGMENTATION_FAULT = 128 + 11
KILLED = 128 + 9
SECONDS_TO_NOTICE = 2.0


@dataclass(frozen=True)
class Moment:
    """A measurement of one-batch in which something goes wrong."""

    batch_size: int
    measurement: int

    @classmethod
    def parse(cls, text: str) -> "Moment":
        """Reads `batch_size:measurement`, the first measurement being 1."""
        batch_size, _, measurement = text.partition(":")
        return cls(int(batch_size), int(measurement))


@dataclass(frozen=True)
class Faults:
    """What is to go wrong, or to take longer, in this process."""

    load_seconds: float
    sleep_seconds: float
    crash: Moment | None
    crash_once: str | None
    build: Moment | None
    server_build: int | None
    build_once: str | None
    skip_above: int | None
    memory_limit: int | None
    server_exit: int | None
    server_crash: int | None
    refuse: bool
    flush_busy: int
    wrong_answers: float

    def crash_is_due(self, moment: Moment) -> bool:
        """Whether this measurement is the one that dies. Makes the marker file if so."""
        return self.crash == moment and is_first(self.crash_once)

    def build_is_due(self, moment: Moment) -> bool:
        """Whether a kernel is compiled in this measurement. Makes the marker file if so."""
        return self.build == moment and is_first(self.build_once)

    def server_build_is_due(self, prompt: int) -> bool:
        """Whether a kernel is compiled before this prompt of a server. Makes the marker file if so."""
        return self.server_build == prompt and is_first(self.build_once)


def is_first(marker: str | None) -> bool:
    """Whether the marker file did not exist; now it does. Always so without one."""
    if marker is None:
        return True
    try:
        open(marker, "x", encoding="utf-8").close()
    except FileExistsError:
        return False
    return True


def read_faults(environment: Mapping[str, str] = os.environ) -> Faults:
    """Reads the faults. A value that cannot be read ends the process with a sentence."""

    def read(name: str, convert: Callable[[str], T], default: T) -> T:
        text = environment.get(f"DEMO_ENGINE_{name}", "")
        if text == "":
            return default
        try:
            return convert(text)
        except ValueError:
            sys.exit(f"DEMO_ENGINE_{name}={text} cannot be read, see sglang/srt/faults.py.")

    return Faults(
        load_seconds=read("LOAD_SECONDS", float, 0.1),
        sleep_seconds=read("SLEEP_SECONDS", float, 0.0),
        crash=read("CRASH", Moment.parse, None),
        crash_once=read("CRASH_ONCE", str, None),
        build=read("BUILD", Moment.parse, None),
        server_build=read("SERVER_BUILD", int, None),
        build_once=read("BUILD_ONCE", str, None),
        skip_above=read("SKIP_ABOVE", int, None),
        memory_limit=read("MEMORY_LIMIT", int, None),
        server_exit=read("SERVER_EXIT", int, None),
        server_crash=read("SERVER_CRASH", int, None),
        refuse=read("REFUSE", str, "0") == "1",
        flush_busy=read("FLUSH_BUSY", int, 0),
        wrong_answers=read("WRONG_ANSWERS", float, 0.08),
    )


def build_kernel() -> None:
    """Takes a while, and prints AITER's lines of a build at run time."""
    print("[aiter] start build [module_demo] under /root/.cache/kernels", flush=True)
    time.sleep(KERNEL_BUILD_SECONDS)
    print(f"[aiter] finish build [module_demo], cost {KERNEL_BUILD_SECONDS}s", flush=True)


def die_of_segmentation_fault() -> NoReturn:
    """Ends the process as a crash in native code does.

    Not by a signal: the kernel does not deliver one to the first process of a container.
    """
    print("Fatal Python error: Segmentation fault", file=sys.stderr, flush=True)
    os._exit(SEGMENTATION_FAULT)


def die_as_killed() -> NoReturn:
    """Ends a server whose scheduler was killed: it answers nothing until it notices, and follows."""
    time.sleep(SECONDS_TO_NOTICE)
    print("Child process unexpectedly failed with exit code -9", file=sys.stderr, flush=True)
    os._exit(KILLED)
