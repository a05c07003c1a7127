"""The old name of `sglang.benchmark.serving`."""

import warnings

from sglang.benchmark.serving import cli_main

warnings.warn(
    "`sglang.bench_serving` is the old name of `sglang.benchmark.serving`.",
    FutureWarning,
    stacklevel=1,
)

if __name__ == "__main__":
    cli_main()
