#!/bin/sh
# Client hook for applications behind PgBouncer: their transactions wait, go to the other database, and go on.
# How to set it up: docs/concepts/operations.md.
#
#   pgbouncer-hook.sh DATABASE DIRECTORY CONSOLE
#
# DATABASE   as pgbouncer.ini names it
# DIRECTORY  has database.SOURCE.ini and database.TARGET.ini; pgbouncer.ini includes database.ini, a link to one of them
# CONSOLE    connection string of the admin console, whose user is one of admin_users
set -eu
database=$1 directory=$2 console=$3

# Debian's `psql` is a script that looks for this one, and takes longer to start than everything here together.
for psql in /usr/lib/postgresql/*/bin/psql; do :; done
[ -x "$psql" ] || psql=psql

tell() {
  "$psql" --no-psqlrc --quiet --no-password --dbname "$console" --command "$1"
}

case $CAUSEWAY_ACTION in
hold)
  # Answers when every transaction under way has ended and its server connection is closed.
  tell "PAUSE $database"
  ;;
follow)
  ln -sf "database.$CAUSEWAY_AUTHORITY.ini" "$directory/database.ini.new"
  mv -fT "$directory/database.ini.new" "$directory/database.ini"
  tell RELOAD
  ;;
release)
  # Told again, or after a hold that came to nothing, it is refused: then clients go on already.
  said=$(tell "RESUME $database" 2>&1) || case $said in *'is not paused'*) ;; *) echo "$said" >&2 && exit 1 ;; esac
  ;;
esac
