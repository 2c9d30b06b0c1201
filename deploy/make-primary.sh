#!/bin/sh
# The image of PostgreSQL runs this once, on a server that is new and empty: the store's database and who replicates.
set -eu
psql --no-psqlrc --set=ON_ERROR_STOP=1 --username="${POSTGRES_USER:-postgres}" --dbname=postgres <<'SQL'
\getenv store STORE_PASSWORD
\getenv replication REPLICATION_PASSWORD
CREATE ROLE oai LOGIN PASSWORD :'store';
CREATE DATABASE oai OWNER oai TEMPLATE template0 ENCODING 'UTF8';
CREATE ROLE replicator LOGIN REPLICATION PASSWORD :'replication';
SQL
echo 'host replication replicator all scram-sha-256' >> "$PGDATA/pg_hba.conf"
