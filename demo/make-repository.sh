#!/usr/bin/env bash
# Makes a bare git repository of demo/engine, with pull requests as a forge keeps them: a branch `main`,
# and for pull request N refs/pull/N/head and refs/pull/N/merge, whose first parent is main.
#
#   demo/make-repository.sh PATH [--with-test-pulls]
#
#   7   decode becomes 25 % faster, prefill stays as it is
# and with --with-test-pulls
#   8   its Dockerfile does not build
#   9   in conflict with main; its merge ref is of an earlier head
#   10  merges cleanly, but its merge ref is of an earlier head; changes no performance
#   11  decode takes 26 % longer
#   12  dies of an IndexError in batches of more than two sequences
#
# Authors and dates are fixed, so the same engine gives the same commits anywhere. A repository that is up
# to date is left alone; a folder that this script did not make is never touched.
set -euo pipefail

demo=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
readonly demo marker=prbench-demo-repository
scratch=
clock=1768003200

fail() {
  printf 'make-repository: %s\n' "$1" >&2
  exit 1
}

isolate_git() {
  # shellcheck disable=SC2046 # one word for each variable
  unset $(git rev-parse --local-env-vars)
  export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 TZ=UTC
  export GIT_AUTHOR_NAME='Demo Maintainer' GIT_AUTHOR_EMAIL='maintainer@demo.invalid'
  export GIT_COMMITTER_NAME=$GIT_AUTHOR_NAME GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL
}

# Moves the time of the next commit on by an hour.
tick() {
  clock=$((clock + 3600))
  export GIT_AUTHOR_DATE="$clock +0000" GIT_COMMITTER_DATE="$clock +0000"
}

# What a repository is made of, as one checksum.
fingerprint() {
  (
    cd "$demo"
    printf '%s\n' "$1"
    find engine pull-requests make-repository.sh -type f ! -name '*.pyc' -print0 | sort -z | xargs -0 sha256sum
  ) | sha256sum | cut -d ' ' -f 1
}

commit() {
  tick
  git commit --quiet --message "$1"
}

make_main() {
  git init --quiet --initial-branch main .
  cp -R "$demo/engine/." .
  # npm packs no file of this name.
  mv gitignore .gitignore
  find . -path ./.git -prune -o -type f -exec chmod 644 {} +
  local released
  released=$(<python/sglang/version.py)
  git add .gitignore README.md docker
  commit 'Begin the demo engine'
  sed -i 's/^__version__ = .*/__version__ = "0.1.0"/' python/sglang/version.py
  git add --all
  commit 'Add one-batch, the server and its benchmarks'
  printf '%s\n' "$released" >python/sglang/version.py
  git add --all
  commit 'Release a version'
}

# Applies a patch on top of what is checked out.
apply() {
  tick
  git am --quiet "$demo/pull-requests/$1.patch" || fail "pull-requests/$1.patch does not apply to demo/engine."
}

# Sets a pull request's merge ref: its head merged into a commit of main.
merge() {
  local pull=$1 base=$2 head=$3
  git checkout --quiet --detach "$base"
  tick
  git merge --quiet --no-ff --message "Merge $(git rev-parse "$head") into $(git rev-parse "$base")" "$head"
  git update-ref "refs/pull/$pull/merge" HEAD
}

# A pull request of one commit, branched off before main's last commit, with a merge ref that is up to date.
pull_request() {
  git checkout --quiet --detach main~1
  apply "$1"
  git update-ref "refs/pull/$1/head" HEAD
  merge "$1" main "refs/pull/$1/head"
}

# A pull request of two commits whose merge ref is still of the first, merged into a commit of main.
stale_pull_request() {
  git checkout --quiet --detach main~1
  apply "$1-1"
  git update-ref "refs/pull/$1/head" HEAD
  merge "$1" "$2" "refs/pull/$1/head"
  git checkout --quiet --detach "refs/pull/$1/head"
  apply "$1-2"
  git update-ref "refs/pull/$1/head" HEAD
}

main() {
  local target='' with_test_pulls=no argument
  for argument in "$@"; do
    case $argument in
      --with-test-pulls) with_test_pulls=yes ;;
      -*) fail "unknown option $argument" ;;
      *) [[ -z $target ]] || fail 'only one path can be given.' && target=$argument ;;
    esac
  done
  [[ -n $target ]] || fail 'say where: make-repository.sh PATH [--with-test-pulls]'

  local wanted
  wanted=$(fingerprint "$with_test_pulls")
  if [[ -f $target/$marker ]]; then
    if [[ $(<"$target/$marker") == "$wanted" ]]; then
      echo "$target is up to date."
      return
    fi
  elif [[ -e $target ]] && ! rmdir "$target" 2>/dev/null; then
    fail "$target exists and was not made by this script. Name another path."
  fi

  mkdir -p "$(dirname "$target")"
  # Beside the target, so that the last step is a rename.
  scratch=$(mktemp -d "$(dirname "$target")/.make-repository.XXXXXX")
  trap 'rm -rf -- "$scratch"' EXIT
  isolate_git
  local bare=$scratch/bare
  git init --quiet --bare --initial-branch main "$bare"
  mkdir "$scratch/tree"
  (
    cd "$scratch/tree"
    make_main
    pull_request 7
    if [[ $with_test_pulls == yes ]]; then
      pull_request 8
      stale_pull_request 9 main~1
      stale_pull_request 10 main
      pull_request 11
      pull_request 12
    fi
    git push --quiet "$bare" 'refs/heads/main' 'refs/pull/*:refs/pull/*'
  )
  echo "$wanted" >"$bare/$marker"
  [[ ! -e $target ]] || mv -T "$target" "$scratch/before"
  mv -T "$bare" "$target"
  echo "Made $target:"
  git --git-dir "$target" for-each-ref --format '  %(objectname:short) %(refname)'
}

main "$@"
