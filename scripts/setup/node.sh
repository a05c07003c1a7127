# shellcheck shell=bash
# Node itself is the one thing that is asked of the user; its modules are installed from the lockfile.

# What the lockfile was when `npm ci` last ended well. npm removes node_modules first, so a broken run leaves none.
modules_stamp=node_modules/.prbench-lockfile-sha256

survey_node() {
  local wanted version
  wanted=$(sed -n 's/.*"node": *">=\([0-9.]*\)".*/\1/p' package.json)
  if ! version=$(node --version 2>/dev/null); then
    block "There is no Node on PATH, and Node >= $wanted is needed: install it from https://nodejs.org/en/download, or \
with nvm (nvm install 20), then run scripts/setup.sh again."
  elif [[ $(printf '%s\n' "$wanted" "${version#v}" | sort --version-sort | head -n 1) != "$wanted" ]]; then
    block "Node >= $wanted is needed, and $(type -P node) is $version: install a newer one from \
https://nodejs.org/en/download, or with nvm (nvm install 20), then run scripts/setup.sh again."
  elif ! type -P npm >/dev/null; then
    block "Node $version has no npm on PATH: install npm, or Node with it from https://nodejs.org/en/download."
  else
    found "Node $version"
  fi
}

lockfile_sha256() { sha256sum package-lock.json | cut -d ' ' -f 1; }

survey_modules() {
  if [[ ! -e package-lock.json ]]; then
    found 'node modules, dist/, as npm installed them'
  elif [[ ! -e $modules_stamp || $(<"$modules_stamp") != "$(lockfile_sha256)" ]]; then
    missing 'node modules as in package-lock.json'
    plan install_modules 'npm ci, which builds dist/ too'
  elif [[ ! -e dist/client/main.js ]]; then
    missing 'dist/'
    plan build_dist 'npm run build'
  else
    found 'node modules, dist/'
  fi
}

install_modules() {
  quietly npm ci || fail 'npm ci failed (above).'
  lockfile_sha256 >"$modules_stamp"
}

build_dist() {
  quietly npm run build || fail 'npm run build failed (above).'
}
