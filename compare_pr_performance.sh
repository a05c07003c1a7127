#!/usr/bin/env bash
# The name under which the historical tool was called: hands its arguments to `prbench compare`.
set -euo pipefail

here=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
if [[ ! -f $here/dist/client/main.js ]]; then
  echo 'compare_pr_performance.sh: prbench is not built: run scripts/setup.sh' >&2
  exit 2
fi
exec node "$here/dist/client/main.js" compare "$@"
