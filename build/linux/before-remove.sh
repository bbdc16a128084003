#!/bin/sh
# Runs before the Debian package is removed: ends the app and its engine, whoever runs them, so that nothing is left
# behind. An upgrade leaves them alone; the app restarts when its user wants. Catalogue and settings stay.
set -eu
[ "${1:-remove}" = remove ] || exit 0
folder="${SHOEBOX_INSTALL_DIR:-/opt/Shoebox}"

running() {
  for link in /proc/[0-9]*/exe; do
    program="$(readlink "$link" 2>/dev/null || true)"
    case "$program" in
      "$folder"/*) pid="${link#/proc/}"; echo "${pid%/exe}" ;;
    esac
  done
}

for pid in $(running); do kill -TERM "$pid" 2>/dev/null || true; done
for _ in 1 2 3 4 5 6 7 8 9 10; do
  [ -n "$(running)" ] || exit 0
  sleep 0.5
done
for pid in $(running); do kill -KILL "$pid" 2>/dev/null || true; done
