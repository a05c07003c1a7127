#!/usr/bin/env bash
# Lints action.yml and the workflow files of docs/ci.md as GitHub would read them. Needs both linters:
#   go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.7
#   pip install zizmor==1.32.0
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/.github/workflows"
cp action.yml "$folder"
awk -v folder="$folder" '
  /^# \.github\/workflows\/[a-z-]+\.yml$/ { file = folder "/" $2 }
  /^```/ { file = "" }
  file != "" { print > file }
' docs/ci.md
actionlint -config-file .ci/actionlint.yaml "$folder"/.github/workflows/*.yml
zizmor --offline --no-progress --persona=regular "$folder"
