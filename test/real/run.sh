#!/usr/bin/env bash
# Runs prbench against a real engine, on a CPU: `npm run test:sglang`, `npm run test:vllm`. The first run
# takes about 20 minutes and 20 GB of disk, of which 4 GB (wheels) stay in a cache. Afterwards all images are
# removed again.
#
#   test/real/run.sh ENGINE [--keep] [vitest's arguments]
#
#   ENGINE   sglang or vllm: a folder beside this one
#   --keep   leave the images: the next run starts with the comparison
#
# The last run's report lies in the cache, ~/.cache/prbench-ENGINE/last-run (XDG_CACHE_HOME moves it).
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
readonly here docker=${DOCKER:-docker}
export PRBENCH_ENGINE=${1:?say which: run.sh sglang}
shift
export PRBENCH_ENGINE_FOLDER=${XDG_CACHE_HOME:-$HOME/.cache}/prbench-$PRBENCH_ENGINE
export PRBENCH_ENGINE_KEEP=
arguments=()
for argument in "$@"; do
  case $argument in
    --keep) PRBENCH_ENGINE_KEEP=1 ;;
    *) arguments+=("$argument") ;;
  esac
done

# By their ids, so that every tag of them goes. What is built on the base image has its label, too.
remove_images() {
  local id
  for id in $(image_ids --filter "label=prbench.$PRBENCH_ENGINE-base") $(image_ids --filter reference=prbench/engine-python:bookworm); do
    "$docker" image rm --force "$id" >/dev/null || true
  done
}

image_ids() {
  "$docker" image ls --quiet --no-trunc "$@" | sort --unique
}

[[ -n $PRBENCH_ENGINE_KEEP ]] || trap remove_images EXIT
trap 'exit 130' INT TERM HUP

SECONDS=0
"$here/../$PRBENCH_ENGINE/prepare.sh" "$PRBENCH_ENGINE_FOLDER"
printf 'prepared in %d s\n' "$SECONDS"
cd "$here/../.."
node_modules/.bin/vitest run --config test/real/vitest.config.ts "${arguments[@]}"
printf 'prepared and tested in %d s\n' "$SECONDS"
