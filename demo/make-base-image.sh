#!/usr/bin/env bash
# Makes the demo's base image: a small Linux with Python 3, in place of a ROCm image.
#
#   demo/make-base-image.sh [TAG]            TAG: prbench/demo-base:rocm630
#
# First it tries to pull python:3.12-slim. Where no image store answers within 10 seconds it makes a Debian
# with debootstrap (root, about 35 seconds and 230 MB). An image of that tag with our label is left alone.
# DOCKER names the Docker command.
set -euo pipefail

readonly tag=${1:-prbench/demo-base:rocm630}
readonly docker=${DOCKER:-docker}
readonly source_image=python:3.12-slim suite=bookworm label=prbench.demo-base answer_seconds=10
scratch=

say() {
  printf 'make-base-image: %s\n' "$1"
}

fail() {
  say "$1" >&2
  exit 1
}

clean_up() {
  [[ -n $scratch ]] || return 0
  # A debootstrap that was cut short may leave its /proc and /sys mounted.
  local mount
  while read -r mount; do
    umount --lazy -- "$mount" || true
  done < <(awk -v root="$scratch/" 'index($5, root) == 1 { print $5 }' /proc/self/mountinfo | sort -r)
  rm -rf --one-file-system -- "$scratch"
}

is_made() {
  [[ -n $("$docker" image ls --quiet --filter "label=$label" --filter "reference=$tag") ]]
}

# Succeeds once the image is pulled; fails if the store does not answer in time or has no such image.
pull() {
  local output=$scratch/pull.log pid waited=0
  "$docker" pull "$source_image" >"$output" 2>&1 &
  pid=$!
  # The limit is on the first answer. How long the layers take is another matter.
  until grep --quiet 'Pulling from' "$output"; do
    if ! kill -0 "$pid" 2>/dev/null; then
      break
    fi
    if ((waited >= answer_seconds * 5)); then
      kill "$pid" 2>/dev/null || true
      wait "$pid" 2>/dev/null || true
      say "no image store answered within $answer_seconds seconds."
      return 1
    fi
    sleep 0.2
    waited=$((waited + 1))
  done
  if ! wait "$pid"; then
    say "$source_image cannot be pulled: $(tail -n 1 "$output")"
    return 1
  fi
}

# Gives the pulled image our tag and label.
adopt() {
  local container
  container=$("$docker" create "$source_image")
  "$docker" commit --change "LABEL $label=$source_image" "$container" "$tag" >/dev/null
  "$docker" rm "$container" >/dev/null
}

# The Debian mirror in this machine's apt sources, or nothing where it has none.
debian_mirror() {
  # shellcheck disable=SC2016 # the placeholder is apt's
  apt-get indextargets --format '$(REPO_URI)' 'Origin: Debian' 'Label: Debian' 'Created-By: Packages' 2>/dev/null |
    grep '^http' | head -n 1 || true
}

bootstrap() {
  local root=$scratch/root mirror proxy
  ((EUID == 0)) || fail "debootstrap needs root: run sudo demo/make-base-image.sh"
  command -v debootstrap >/dev/null || fail "debootstrap is missing: apt-get install debootstrap"
  mirror=$(debian_mirror)
  proxy=$(apt-config shell proxy Acquire::http::Proxy 2>/dev/null || true)
  if [[ -n $proxy && -z ${http_proxy:-} ]]; then
    eval "$proxy"
    export http_proxy=$proxy
  fi
  say "making a Debian $suite with debootstrap${mirror:+ from $mirror} (35 seconds)."
  # Readable for everyone: it becomes the image's /, and its programs need not run as root.
  mkdir --mode 755 "$root"
  debootstrap --variant=minbase --include=python3 "$suite" "$root" ${mirror:+"$mirror"} >"$scratch/debootstrap.log" 2>&1 || {
    tail -n 5 "$scratch/debootstrap.log" >&2
    fail "debootstrap failed. Where its archive key is missing: apt-get install debian-archive-keyring"
  }
  rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/usr/share/{doc,man,locale}/*
  tar --directory "$root" --create --one-file-system . |
    "$docker" import --change 'CMD ["/bin/bash"]' --change "LABEL $label=debian-$suite" - "$tag" >/dev/null
}

main() {
  "$docker" info >/dev/null 2>&1 || fail "Docker does not answer. Start it: systemctl start docker, or dockerd &"
  if is_made; then
    say "$tag exists."
    return
  fi
  scratch=$(mktemp -d "${TMPDIR:-/tmp}/prbench-demo-base.XXXXXX")
  trap clean_up EXIT
  # A signal ends the script, and with that what EXIT asks for is done.
  trap 'exit 130' INT TERM HUP
  say "pulling $source_image."
  if pull; then
    adopt
  else
    bootstrap
  fi
  say "made $tag ($("$docker" image inspect --format '{{.Size}}' "$tag" | awk '{ printf "%d MB", $1 / 1e6 }'))."
}

main
