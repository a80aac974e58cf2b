#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# The database container's init script: it runs once, as the superuser, when the volume is empty.
set -eu
OWNER_PASSWORD=$(cat "$OWNER_PASSWORD_FILE")
APP_PASSWORD=$(cat "$APP_PASSWORD_FILE")
export OWNER_PASSWORD APP_PASSWORD
psql -X -q -U "$POSTGRES_USER" -d postgres -f /opt/sozialplanung/database.sql
