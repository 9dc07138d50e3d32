#!/bin/sh
# Runs a command with TEST_DATABASE_URL naming a PostgreSQL of its own: made for this run, on a socket-free
# loopback port, thrown away afterwards. Without PostgreSQL on the machine it says so and leaves the command out.
set -eu

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb 2>/dev/null || echo /none/initdb)")
if [ ! -x "$bin/initdb" ]; then
  echo "SKIPPED on PostgreSQL: $* (to enable: sudo apt-get install postgresql)"
  exit 0
fi

data=$(mktemp -d)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
as_owner() { "$@"; }
if [ "$(id -u)" = 0 ]; then
  chown postgres "$data"
  as_owner() { runuser -u postgres -- "$@"; }
fi
stop() {
  as_owner "$bin/pg_ctl" -D "$data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$data"
}
trap stop EXIT INT TERM

cd "$data"
as_owner "$bin/initdb" -D "$data" -U sinew --auth=trust --no-sync --encoding=UTF8 >/dev/null
as_owner "$bin/pg_ctl" -D "$data" -w -l "$data/log" -o "-p $port -c listen_addresses=127.0.0.1 \
  -c unix_socket_directories= -c fsync=off -c synchronous_commit=off -c full_page_writes=off" start >/dev/null
cd "$OLDPWD"
echo "==> on PostgreSQL: $*"
TEST_DATABASE_URL="postgres://sinew@127.0.0.1:$port/postgres" "$@"
