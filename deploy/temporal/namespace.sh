#!/bin/sh
# Runs in temporalio/admin-tools, on every start: makes the namespace and registers prbench's search attributes.
# The CLI reads TEMPORAL_ADDRESS by itself, but `operator namespace` does not read TEMPORAL_NAMESPACE.
set -eu

# Its port is open before it serves.
tries=0
until temporal operator cluster health; do
  tries=$((tries + 1))
  [ "$tries" -lt 30 ] || exit 1
  sleep 2
done

temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1 ||
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention "$PRBENCH_RETENTION"

# A new namespace is known to the whole server only some seconds later. What is registered already is no error.
register() {
  tries=0
  until temporal operator search-attribute create --namespace "$TEMPORAL_NAMESPACE" --name "$1" --type "$2"; do
    tries=$((tries + 1))
    [ "$tries" -lt 15 ] || exit 1
    sleep 2
  done
}

register PrbenchRepository Keyword
register PrbenchPullRequest Int
register PrbenchStage Keyword
register PrbenchHost Keyword
register PrbenchVerdict Keyword
