# shellcheck shell=bash
# Chromium, for the test that looks at the Web UI. Nothing else needs it, so nothing is refused for want of it: that test is
# then left out.

chromium_seconds=300

survey_chromium() {
  local name
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if type -P "$name" >/dev/null; then
      found "$name, for the test of the Web UI"
      return
    fi
  done
  # Ubuntu has it as a snap alone, which runs neither in a container nor with a profile under /tmp.
  if [[ $(os_release ID) == debian ]] && type -P apt-get >/dev/null && can_be_root; then
    missing 'Chromium, for the test of the Web UI'
    plan install_chromium 'apt-get install chromium: where that fails, the test of the Web UI is left out'
  else
    printf '  without  %s\n' 'Chromium: the test of the Web UI will be left out'
  fi
}

# In a shell of its own, because a package that cannot be had ends that one. Only fetching it has a limit: an installation
# that is broken off leaves dpkg in need of repair.
install_chromium() {
  (apt_seconds=$chromium_seconds install_packages --download-only chromium && install_packages chromium) ||
    printf '   Without Chromium, then: the test of the Web UI will be left out.\n'
}
