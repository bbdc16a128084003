#!/bin/sh
# Runs inside a bare Debian with the AppImage mounted at /app, as its runtime would mount it: starts the app as a plain user and
# ends it. First word: the display; the others: the libraries that a desktop has.
set -u
. /claims.sh
display=$1
shift
data=/home/shoe/data
image=/packages/Shoebox.AppImage

# The app's processes of a kind; the first one says none. Chromium parts the words of some by blanks.
processes() {
  for entry in /proc/[0-9]*; do
    [ "$(readlink "$entry/exe" 2>/dev/null)" = /app/shoebox ] || continue
    kind="$(tr '\0' ' ' <"$entry/cmdline" 2>/dev/null | sed -n 's/.* --type=\([^ ]*\).*/\1/p')"
    [ "$kind" != "$1" ] || echo "${entry#/proc/}"
  done
}
running() { [ -n "$(processes '')" ]; }
ended() { ! running; }
apart() {
  for pid in $(processes renderer); do
    [ "$(readlink "/proc/$pid/ns/user")" != "$(readlink /proc/self/ns/user)" ] || return 1
  done
  [ -n "$(processes renderer)" ]
}
unswitched() { running && ! tr '\0' ' ' <"/proc/$(processes '')/cmdline" | grep -q -- --no-sandbox; }
stop() { kill -TERM "$(processes '')"; }

export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "$@" >/dev/null
useradd -m shoe
su shoe -c "exec env DISPLAY=$display SHOEBOX_DATA_DIR=$data SHOEBOX_GOOGLE_ORIGIN=http://127.0.0.1:9 \
  APPDIR=/app APPIMAGE=$image ARGV0=$image OWD=/home/shoe /app/AppRun --stand-in --disable-gpu" >/tmp/app.log 2>&1 &
claim 'starts as a plain user from what may only be read, and hosts its engine' within 120 test -e $data/catalogue.sqlite
claim 'its window is drawn in a user namespace of its own' within 30 apart
claim 'and the app was not started without a sandbox' unswitched
claim 'ends when it is told to' stop
claim 'and all of it' within 20 ended
claim 'and in order: neither lock nor write-ahead log is left' test ! -e $data/catalogue.sqlite-wal
tail -5 /tmp/app.log
