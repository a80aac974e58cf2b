#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# The database container's init script: it runs once, as the superuser, when the volume is empty.
# Run again after an update, it brings the roles up to date.
set -eu
OWNER_PASSWORD=$(cat "$OWNER_PASSWORD_FILE")
APP_PASSWORD=$(cat "$APP_PASSWORD_FILE")
WEB_PASSWORD=$(cat "$WEB_PASSWORD_FILE")
OFFICE_PASSWORD=$(cat "$OFFICE_PASSWORD_FILE")
PUBLIC_PASSWORD=$(cat "$PUBLIC_PASSWORD_FILE")
export OWNER_PASSWORD APP_PASSWORD WEB_PASSWORD OFFICE_PASSWORD PUBLIC_PASSWORD
psql -X -q -U "$POSTGRES_USER" -d postgres -f /opt/sozialplanung/database.sql
