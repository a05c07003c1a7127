# shellcheck shell=bash
# shellcheck disable=SC2154 # packages and the like are of plan.sh.
# What comes from Debian's or Ubuntu's own packages.

survey_git() {
  if type -P git >/dev/null; then
    found "$(git --version)"
  else
    missing git
    want git ca-certificates
  fi
}

# Called last: the surveys before it say which packages they want and what they need root for.
plan_packages() {
  if ((${#packages[@]})); then
    needs_root+=("apt-get install ${packages[*]}")
    # Everything else stands on the packages.
    steps=(install_planned_packages "${steps[@]}")
    texts=("apt-get install ${packages[*]}" "${texts[@]}")
    if ! type -P apt-get >/dev/null; then
      block "This machine has no apt-get, and only Debian and Ubuntu are supported: install ${packages[*]} \
(or what your distribution calls them) yourself, then run scripts/setup.sh again."
      return
    fi
  fi
  if ((${#needs_root[@]})) && ! can_be_root; then
    local joined
    joined=$(printf ', %s' "${needs_root[@]}")
    block "Root is needed for: ${joined:2}. Run scripts/setup.sh as root, or as a user who may use sudo \
(where no terminal is, without a password)."
  fi
}

install_planned_packages() { install_packages "${packages[@]}"; }

# Lists that are a year old name versions that are gone, so one failure means: read them anew and try again.
install_packages() {
  if compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null && quietly apt_get install "$@" 2>/dev/null; then
    return
  fi
  quietly apt_get update || fail "apt-get update failed (above): is the network up, and /etc/apt/sources.list right?"
  quietly apt_get install "$@" || fail "apt-get install $* failed (above)."
}

# A fresh cloud machine is often busy with its own upgrades: wait for their lock. With apt_seconds set, no longer than that.
apt_get() {
  as_root timeout "${apt_seconds:-0}" env DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 \
    apt-get -q -y --no-install-recommends -o DPkg::Lock::Timeout=300 "$@"
}
