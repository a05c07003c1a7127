#!/usr/bin/env bash
# Makes what the tests of the real SGLang need, as test/real/prepare.sh says; besides
#
#   FOLDER/sglang-V    SGLang's package in version V, unpacked
#
# Pull request 1 moves SGLang from 0.5.20 to 0.5.23.
#
#   test/sglang/prepare.sh FOLDER
set -euo pipefail

own=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
readonly own engine=sglang versions=(0.4.9.post6 0.5.20 0.5.23) image_gigabytes=20 wheel_gigabytes=4
readonly install_engine='cp /prepare/sgl_kernel.py .'
# shellcheck source=../real/prepare.sh
source "$own/../real/prepare.sh"

download_engine() {
  local version
  for version in "${versions[@]}"; do
    download "$folder/wheels/sglang" "sglang==$version"
    rm -rf -- "$folder/sglang-$version"
    "$python" -m zipfile -e "$folder/wheels/sglang/sglang-$version"-*.whl "$folder/sglang-$version"
  done
}

# The tree of one version: its wheel, and the Dockerfile where SGLang has it.
put_version() {
  local version=0.5.20
  [[ $1 == main ]] || version=0.5.23
  rm -rf wheel
  mkdir -p wheel docker
  cp "$own/rocm.Dockerfile" docker/
  cp "$folder/wheels/sglang/sglang-$version"-*.whl wheel/
}

prepare "$@"
