"""The old name of `sglang.benchmark.one_batch`."""

import warnings

from sglang.benchmark.one_batch import cli_main

warnings.warn(
    "`sglang.bench_one_batch` is the old name of `sglang.benchmark.one_batch`.",
    FutureWarning,
    stacklevel=1,
)

if __name__ == "__main__":
    cli_main()
