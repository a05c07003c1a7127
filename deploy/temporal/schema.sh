#!/bin/sh
# Runs in temporalio/admin-tools, on every start: each command does nothing where there is nothing to do.
# The database's address, user and password come as SQL_* from the environment.
set -eu

set_up() {
  database=$1
  schema=$2
  temporal-sql-tool --db "$database" create
  temporal-sql-tool --db "$database" setup-schema --version 0.0
  temporal-sql-tool --db "$database" update-schema --schema-dir "/etc/temporal/schema/postgresql/v12/$schema/versioned"
}

set_up temporal temporal
set_up temporal_visibility visibility
