#!/bin/sh
# Runs before the Debian package is removed: ends the app and its engine, whoever runs them, so that nothing is left
# behind. The first process of each app ends the others itself, in their order; one that lost its engine or its window to
# a signal would fall. An upgrade leaves them alone; the app restarts when its user wants. Catalogue and settings stay.
set -eu
[ "${1:-remove}" = remove ] || exit 0
folder="${SHOEBOX_INSTALL_DIR:-/opt/Shoebox}"

is_ours() {
  case "$(readlink "/proc/$1/exe" 2>/dev/null || true)" in
    "$folder"/*) ;;
    *) return 1 ;;
  esac
}

running() {
  for entry in /proc/[0-9]*; do
    if is_ours "${entry#/proc/}"; then echo "${entry#/proc/}"; fi
  done
}

# Of those that run, the ones that nobody of them started.
first() {
  for pid in $(running); do
    parent="$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$pid/status" 2>/dev/null || true)"
    is_ours "${parent:-0}" || echo "$pid"
  done
}

# Waits that many half seconds, and no longer than something runs.
settle() {
  tries=$1
  while [ "$tries" -gt 0 ]; do
    [ -n "$(running)" ] || exit 0
    sleep 0.5
    tries=$((tries - 1))
  done
}

apps="$(first)"
[ -n "$apps" ] || exit 0
for pid in $apps; do kill -TERM "$pid" 2>/dev/null || true; done
tries=20
while [ "$tries" -gt 0 ] && for pid in $apps; do is_ours "$pid" && break; done; do
  sleep 0.5
  tries=$((tries - 1))
done
settle 2
for pid in $(running); do kill -TERM "$pid" 2>/dev/null || true; done
settle 4
for pid in $(running); do kill -KILL "$pid" 2>/dev/null || true; done
