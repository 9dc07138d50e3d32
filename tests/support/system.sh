#!/bin/sh
# What the tests need from the system: a Chromium, PostgreSQL, Redis, coturn, and the libraries of the pose package. As root on
# Debian it installs them; elsewhere it says what is missing and exits 1, and those tests skip.
set -u

missing=""
find_chromium() {
  for name in "${SINEW_CHROMIUM:-}" chromium chromium-browser google-chrome; do
    [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 && return 0
  done
  return 1
}
has_library() { ldconfig -p 2>/dev/null | grep -q "$1"; }

find_chromium || missing="$missing chromium"
command -v pg_ctlcluster >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
command -v valkey-server >/dev/null 2>&1 || command -v redis-server >/dev/null 2>&1 || missing="$missing redis-server"
command -v turnserver >/dev/null 2>&1 || missing="$missing coturn"
has_library libGL.so.1 || missing="$missing libgl1"
has_library libEGL.so.1 || missing="$missing libegl1"
has_library libGLESv2.so.2 || missing="$missing libgles2"
[ -z "$missing" ] && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "==> system packages for the tests:$missing"
  # shellcheck disable=SC2086
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } >build/apt.log 2>&1 && exit 0
  tail -n 3 build/apt.log
fi
echo "Some tests will be skipped. To enable them: sudo apt-get install$missing"
exit 1
