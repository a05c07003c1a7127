#!/usr/bin/env bash
# Puts what is missing on a fresh Debian or Ubuntu, so that `npm run demo` and `npm test` run.
# It looks first, says what it will do, and only then does it; each subject has a file in scripts/setup/.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
# Debian leaves these out of the PATH of ordinary users, and dockerd and debootstrap live there.
PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"
export PATH

# shellcheck source=scripts/setup/plan.sh
source scripts/setup/plan.sh
# shellcheck source=scripts/setup/packages.sh
source scripts/setup/packages.sh
# shellcheck source=scripts/setup/docker.sh
source scripts/setup/docker.sh
# shellcheck source=scripts/setup/temporal-cli.sh
source scripts/setup/temporal-cli.sh
# shellcheck source=scripts/setup/chromium.sh
source scripts/setup/chromium.sh
# shellcheck source=scripts/setup/node.sh
source scripts/setup/node.sh

usage() {
  cat <<EOF
Usage: scripts/setup.sh [--check | --help]

Installs what prbench needs and this machine lacks: git, Docker Engine, the Temporal CLI, node modules;
debootstrap, with which the demo makes its base image where no image store answers;
and for one test, where Debian's packages have it, Chromium.
Run it as yourself: it calls sudo where root is needed. A second run changes nothing.

  --check   only report; exit 0 if nothing is missing, 1 otherwise
  --help    this text

The Temporal CLI is looked for in \$PRBENCH_TEMPORAL_CLI, then on PATH, then in
$temporal_folder; it is installed there, never over your own.
With DOCKER_HOST set, Docker is only asked whether it answers.
EOF
}

check_only=no
for argument in "$@"; do
  case $argument in
    --check) check_only=yes ;;
    --help | -h) usage && exit 0 ;;
    *) echo "scripts/setup.sh: unknown option '$argument'; see scripts/setup.sh --help" >&2 && exit 2 ;;
  esac
done

survey_node
survey_git
survey_docker
survey_temporal_cli
survey_chromium
survey_modules
plan_packages

if ((${#blockers[@]})); then
  printf '\nIt cannot go on:\n' >&2
  printf -- '- %s\n' "${blockers[@]}" >&2
  exit 1
fi
if ((${#steps[@]} == 0)); then
  printf '\nNothing is missing.\n'
  exit 0
fi
show_plan
[[ $check_only == no ]] || exit 1

perform_plan
printf '\nReady. Next: npm run demo\n'
