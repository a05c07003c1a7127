# shellcheck shell=bash
# Docker Engine. A `docker` command alone says nothing: what counts is whether an engine answers.

docker_socket=/var/run/docker.sock
dockerd_log="${XDG_STATE_HOME:-$HOME/.local/state}/prbench/dockerd.log"

# Prints the engine's version; fails where none answers. With arguments, through them: engine_version as_root.
# A docker context is not looked at, because prbench does not look at it either.
engine_version() {
  "$@" env DOCKER_HOST="${DOCKER_HOST:-unix://$docker_socket}" \
    timeout 5 docker version --format '{{.Server.Version}}' 2>/dev/null
}

# Whether there is a daemon to ask at all. From /proc, since pgrep is a package of its own; and the socket as well,
# since that may be somebody else's daemon.
dockerd_runs() { [[ -S $docker_socket ]] && dockerd_exists; }
dockerd_exists() { grep -qsx dockerd /proc/[0-9]*/comm; }

systemd_runs() { [[ -d /run/systemd/system ]]; }

survey_docker() {
  local version
  if version=$(engine_version); then
    found "Docker Engine $version"
  elif [[ -n ${DOCKER_HOST:-} ]]; then
    block "DOCKER_HOST is '$DOCKER_HOST' and no Docker Engine answers there: start it, or unset DOCKER_HOST to use \
one on this machine."
    return
  else
    plan_docker
  fi
  survey_debootstrap
}

plan_docker() {
  if type -P dockerd >/dev/null; then
    if ! type -P docker >/dev/null; then
      block "dockerd is installed and the docker command is not: install it (docker-ce-cli, docker-cli or docker.io, \
whichever goes with your dockerd)."
      return
    fi
  else
    want docker.io iptables
    # Since Debian 13 the command is a package of its own.
    [[ $(os_release ID) != debian || $(os_release VERSION_ID) == 1[12] ]] || want docker-cli
    # Where the kernel has AppArmor on, Docker starts no container without its parser.
    if grep -qsx Y /sys/module/apparmor/parameters/enabled && ! type -P apparmor_parser >/dev/null; then
      want apparmor
    fi
  fi

  if ! dockerd_runs; then
    missing 'Docker Engine'
    needs_root+=('starting Docker')
    if systemd_runs; then
      plan start_docker 'start Docker: systemctl start docker'
    else
      plan start_docker "start dockerd: it goes on running, its log is $dockerd_log"
    fi
  elif [[ -w $docker_socket ]]; then
    block "dockerd runs and does not answer at $docker_socket: look into its log and restart it."
  fi
  if ((EUID != 0)) && [[ ! -w $docker_socket ]]; then
    missing "the right of $(id -un) to use Docker"
    needs_root+=("the right to use Docker (an administrator can give it with: usermod -aG docker $(id -un); it counts \
from the next login)")
    plan allow_docker "let $(id -un) use Docker: add them to the group docker (as good as root on this machine), and \
hand them the socket until Docker starts anew, so that no new login is needed"
  fi
}

# os_release NAME: that field of /etc/os-release, or nothing.
os_release() { sed -n "s/^$1=\"\{0,1\}\([^\"]*\).*/\1/p" /etc/os-release 2>/dev/null; }

# The demo makes its base image with it where no image store answers; only root can run it, so without root it is
# left out.
survey_debootstrap() {
  type -P debootstrap >/dev/null && return
  if type -P apt-get >/dev/null && can_be_root; then
    missing debootstrap
    want debootstrap
    # Ubuntu has not got Debian's keys, and debootstrap would take what it fetches unverified.
    [[ -e /usr/share/keyrings/debian-archive-keyring.gpg ]] || want debian-archive-keyring
  fi
}

start_docker() {
  # The package may have started it by now.
  engine_version as_root >/dev/null && return
  if systemd_runs; then
    quietly as_root systemctl start docker || fail 'systemctl start docker failed (above); see journalctl -u docker.'
  elif ! dockerd_runs; then
    mkdir -p "$(dirname "$dockerd_log")"
    printf '%s scripts/setup.sh starts dockerd\n' "$(date --iso-8601=seconds)" >>"$dockerd_log"
    # In a session of its own, or Ctrl-C in this terminal would end it. Root opens the log itself, since sudo may put
    # a pipe in between, and that is gone when sudo is.
    # shellcheck disable=SC2016
    as_root sh -c 'exec setsid --fork dockerd >>"$1" 2>&1 </dev/null' sh "$dockerd_log"
  fi
  await_engine
}

await_engine() {
  local start=$SECONDS
  until engine_version as_root >/dev/null; do
    # With a broken daemon.json it ends at once, and there is nothing to wait for.
    if ((SECONDS - start >= 60)) || { ((SECONDS - start >= 3)) && ! dockerd_exists; }; then
      [[ ! -e $dockerd_log ]] || tail -n 15 "$dockerd_log" | sed 's/^/   | /' >&2
      fail "Docker was started and does not answer: see $dockerd_log (where systemd runs, journalctl -u docker)."
    fi
    sleep 0.3
  done
}

allow_docker() {
  as_root usermod --append --groups docker "$(id -un)"
  as_root chown "$(id -un)" "$docker_socket"
  engine_version >/dev/null ||
    fail "$(id -un) is in the group docker now, but this login does not know it yet: log in again, then run \
scripts/setup.sh again."
}
