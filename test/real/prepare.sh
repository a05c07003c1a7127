# What the preparations of the real engines share; an engine's own prepare.sh reads this file and then calls
# `prepare FOLDER`:
#
#   FOLDER/wheels      wheels of what the engine needs on a CPU, from the package index that pip is set up for
#   FOLDER/tiny        a recipe with its model, a Llama of two layers with random weights
#   FOLDER/repository  a git repository with pull request 1
#
# and the image prbench/ENGINE-base:cpu. Each step runs only where its result is not there yet. Only this
# machine asks the index: containers have no network. DOCKER names the Docker command, PYTHON a Python.
#
# The engine's script sets `engine`, `own` (its folder), `versions`, `image_gigabytes`, `wheel_gigabytes` and
# `install_engine` (commands in the container, after pip), and defines `download_engine` (more wheels) and
# `put_version main|pr` (the tree of a commit, in the current folder).
# shellcheck shell=bash disable=SC2154 # what the engine's script sets

readonly docker=${DOCKER:-docker} python=${PYTHON:-python3}
readonly real=${BASH_SOURCE[0]%/*} python_image=prbench/engine-python:bookworm
scratch= container=

say() {
  printf 'prepare: %s\n' "$1"
}

fail() {
  say "$1" >&2
  exit 1
}

clean_up() {
  [[ -z $scratch ]] || rm -rf -- "$scratch"
  [[ -z $container ]] || "$docker" rm --force "$container" >/dev/null 2>&1 || true
}

require_programs() {
  local program
  for program in git "$docker" "$python"; do
    command -v "$program" >/dev/null || fail "$program is missing: scripts/setup.sh installs git and Docker, apt-get python3"
  done
  "$python" -m pip --version >/dev/null 2>&1 || fail "$python has no pip: apt-get install python3-pip, or name another one in PYTHON"
  "$docker" info >/dev/null 2>&1 || fail 'Docker does not answer. Start it: systemctl start docker, or dockerd &'
}

# Refuses where a folder's disk has less free than so many gigabytes.
require_space() {
  local free
  free=$(df --output=avail --block-size=1G "$1" | tail -n 1 | tr -d ' ')
  ((free >= $2)) || fail "$1 has $free GB free, and $2 GB are needed. Free some, or move it (XDG_CACHE_HOME is the wheels' place)."
}

checksum() {
  cat -- "$@" | sha256sum | cut -d ' ' -f 1
}

is_marked() {
  [[ -f $1 && $(<"$1") == "$2" ]]
}

# Downloads wheels for the image's Python into a folder; pip is told what as arguments.
download() {
  local to=$1 log=$scratch/pip.log
  shift
  "$python" -m pip download --quiet --no-deps --only-binary=:all: --python-version "$image_python" --dest "$to" "$@" >"$log" 2>&1 ||
    fail "pip could not download: $(tail -n 3 "$log")"
}

make_wheels() {
  local wanted
  wanted="$(checksum "$own/requirements.txt") $image_python ${versions[*]}"
  if is_marked "$folder/wheels.made" "$wanted"; then
    say 'the wheels are there.'
    return
  fi
  require_space "$folder" "$wheel_gigabytes"
  say "downloading wheels ($wheel_gigabytes GB)."
  rm -rf -- "$folder/wheels" "$folder/wheels.made"
  download "$folder/wheels/requirements" --requirement "$own/requirements.txt"
  download_engine
  printf '%s' "$wanted" >"$folder/wheels.made"
}

make_base_image() {
  local wanted base_image=prbench/$engine-base:cpu label=prbench.$engine-base
  wanted=$(checksum "$own/requirements.txt" "$own/prepare.sh" "$real/prepare.sh" | cut -c 1-16)
  if [[ -n $("$docker" image ls --quiet --filter "label=$label=$wanted" --filter "reference=$base_image") ]]; then
    say "$base_image is there."
    return
  fi
  require_space "$("$docker" info --format '{{.DockerRootDir}}')" "$image_gigabytes"
  say "installing them into $base_image (3 minutes)."
  container=prbench-$engine-base-$$
  # pip installs itself from its own wheel, as the image may have none. Compiled now, modules load fast later.
  "$docker" run --name "$container" --network none --volume "$folder/wheels/requirements:/wheels:ro" \
    --volume "$own:/prepare:ro" "$python_image" bash -euc "
      PYTHONPATH=\$(ls /wheels/pip-*.whl) python3 -m pip install --quiet --no-index --no-deps --no-cache-dir \
        --break-system-packages --root-user-action=ignore /wheels/*.whl
      cd \"\$(python3 -c 'import os, torch; print(os.path.dirname(os.path.dirname(torch.__file__)))')\"
      $install_engine
    " >"$scratch/install.log" 2>&1 || fail "the wheels could not be installed: $(tail -n 5 "$scratch/install.log")"
  "$docker" commit --change 'CMD ["/bin/bash"]' --change "LABEL $label=$wanted" "$container" "$base_image" >/dev/null
  "$docker" rm "$container" >/dev/null
  container=
}

# A tokenizer that takes words for tokens. Benchmarks draw tokens below 10,000, so there are more than that.
# No token is a part of another: special ones are looked for inside words, too.
make_model() {
  rm -rf -- "$folder/tiny"
  mkdir -p "$folder/tiny"
  cp "$own/tiny-llama.yaml" "$folder/tiny/"
  cp -R "$real/model" "$folder/tiny/model"
  "$python" - >"$folder/tiny/model/tokenizer.json" <<'PYTHON'
import json

names = ["unknown", "begin", "end", *(f"w{number}" for number in range(3, 10240))]
vocabulary = {name: number for number, name in enumerate(names)}
print(json.dumps({
    "version": "1.0", "truncation": None, "padding": None, "added_tokens": [], "normalizer": None,
    "pre_tokenizer": {"type": "Whitespace"}, "post_processor": None, "decoder": None,
    "model": {"type": "WordLevel", "vocab": vocabulary, "unk_token": "unknown"},
}))
PYTHON
}

commit_version() {
  put_version "$1"
  git add --all
  git commit --quiet --message "Version of $1"
}

make_repository() {
  local wanted
  wanted="$(checksum "$own/rocm.Dockerfile" "$own/prepare.sh" "$real/prepare.sh") $image_python"
  if is_marked "$folder/repository.made" "$wanted"; then
    say 'the repository is there.'
    return
  fi
  rm -rf -- "$folder/repository" "$folder/repository.made"
  # shellcheck disable=SC2046 # one word for each variable
  unset $(git rev-parse --local-env-vars)
  export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
  export GIT_AUTHOR_NAME=Test GIT_AUTHOR_EMAIL=test@prbench.invalid GIT_AUTHOR_DATE='1768003200 +0000'
  export GIT_COMMITTER_NAME=Test GIT_COMMITTER_EMAIL=test@prbench.invalid GIT_COMMITTER_DATE='1768003200 +0000'
  git init --quiet --bare --initial-branch main "$folder/repository"
  git init --quiet --initial-branch main "$scratch/tree"
  (
    cd "$scratch/tree"
    commit_version main
    git checkout --quiet --detach main
    commit_version pr
    git update-ref refs/pull/1/head HEAD
    git checkout --quiet --detach main
    git merge --quiet --no-ff --message 'Merge pull request 1' refs/pull/1/head
    git update-ref refs/pull/1/merge HEAD
    git push --quiet "$folder/repository" 'refs/heads/main' 'refs/pull/*:refs/pull/*'
  )
  printf '%s' "$wanted" >"$folder/repository.made"
  say 'made the repository.'
}

prepare() {
  (($# == 1)) || fail 'say where: prepare.sh FOLDER'
  require_programs
  mkdir -p "$1"
  folder=$(cd -- "$1" && pwd)
  readonly folder
  trap clean_up EXIT
  trap 'exit 130' INT TERM HUP
  scratch=$(mktemp -d "${TMPDIR:-/tmp}/prbench-$engine.XXXXXX")
  "$real/../../demo/make-base-image.sh" "$python_image"
  image_python=$("$docker" run --rm --network none "$python_image" python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  readonly image_python
  make_wheels
  make_base_image
  make_model
  make_repository
}
