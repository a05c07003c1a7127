#!/usr/bin/env bash
# Runs prbench against the real SGLang, on a CPU: `npm run test:sglang`. The first run takes about 20 minutes and
# 20 GB of disk, of which 4 GB (wheels) stay in a cache. Afterwards all images are removed again.
#
#   test/sglang/run.sh [--keep] [vitest's arguments]
#
#   --keep   leave the images: the next run starts with the comparison
#
# The last run's report lies in the cache, ~/.cache/prbench-sglang/last-run (XDG_CACHE_HOME moves it).
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
readonly here docker=${DOCKER:-docker}
export PRBENCH_SGLANG_FOLDER=${XDG_CACHE_HOME:-$HOME/.cache}/prbench-sglang
export PRBENCH_SGLANG_KEEP=
arguments=()
for argument in "$@"; do
  case $argument in
    --keep) PRBENCH_SGLANG_KEEP=1 ;;
    *) arguments+=("$argument") ;;
  esac
done

# By their ids, so that every tag of them goes. What is built on the base image has its label, too.
remove_images() {
  local id
  for id in $(image_ids --filter label=prbench.sglang-base) $(image_ids --filter reference=prbench/sglang-python:bookworm); do
    "$docker" image rm --force "$id" >/dev/null || true
  done
}

image_ids() {
  "$docker" image ls --quiet --no-trunc "$@" | sort --unique
}

[[ -n $PRBENCH_SGLANG_KEEP ]] || trap remove_images EXIT
trap 'exit 130' INT TERM HUP

"$here/prepare.sh" "$PRBENCH_SGLANG_FOLDER"
cd "$here/../.."
node_modules/.bin/vitest run --config test/sglang/vitest.config.ts "${arguments[@]}"
