# shellcheck shell=bash
# The plan as data: the surveys fill it, setup.sh shows it and then performs it.
# shellcheck disable=SC2034 # The other files use what is declared here.

packages=()   # Debian packages to install, one step for all
steps=()      # functions to call, in this order
texts=()      # what each of them does, for the reader
blockers=()   # why it cannot go on, and what to do, one sentence or two each
needs_root=() # what root is needed for
scratch=      # a folder for the steps, gone at the end

found() { printf '  ok       %s\n' "$1"; }
missing() { printf '  missing  %s\n' "$1"; }

# want PACKAGE...: each once.
want() {
  local package
  for package in "$@"; do
    [[ " ${packages[*]} " == *" $package "* ]] || packages+=("$package")
  done
}

# block SENTENCE: nothing will be done; the sentence says why, and what to do.
block() { blockers+=("$1"); }

# plan FUNCTION TEXT: one step; what is before a colon in the text is said again when it is done.
plan() {
  steps+=("$1")
  texts+=("$2")
}

# Whether root can be had at all: root itself, or a sudo that can ask or need not.
can_be_root() {
  ((EUID == 0)) || { type -P sudo >/dev/null && { [[ -t 0 ]] || sudo -n true 2>/dev/null; }; }
}

as_root() {
  if ((EUID == 0)); then "$@"; else sudo "$@"; fi
}

show_plan() {
  local index
  printf '\nTo do:\n'
  for index in "${!steps[@]}"; do
    printf '  %d. %s\n' "$((index + 1))" "${texts[index]}"
  done
}

perform_plan() {
  local index start
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  for index in "${!steps[@]}"; do
    printf '\n%d. %s\n' "$((index + 1))" "${texts[index]%%: *}"
    start=$SECONDS
    "${steps[index]}"
    printf '   done in %d s\n' "$((SECONDS - start))"
  done
}

# quietly COMMAND...: it reads nothing, and its output is shown only if it fails, and then its two ends: apt says last
# what was wrong, npm says it first.
quietly() {
  local status=0
  "$@" >"$scratch/output" 2>&1 </dev/null || status=$?
  if ((status)); then
    sed --quiet -e '1,10p' -e '11s/.*/.../p' "$scratch/output" | sed 's/^/   | /' >&2
    tail -n +11 "$scratch/output" | tail -n 20 | sed 's/^/   | /' >&2
  fi
  return "$status"
}

# fail SENTENCE: a step could not be done; what was done before it stays, and is not done again.
fail() {
  printf '\nscripts/setup.sh: %s\n' "$1" >&2
  exit 1
}
