#!/bin/sh
# Copies the primary, whose address is in PGHOST, when there is no copy yet; then starts what follows it.
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  until pg_basebackup --pgdata="$PGDATA" --write-recovery-conf --checkpoint=fast; do sleep 2; done
  chmod 0700 "$PGDATA"
fi
exec docker-entrypoint.sh "$@"
