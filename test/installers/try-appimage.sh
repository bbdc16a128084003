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
start() {
  su shoe -c "exec env PATH=$1/usr/bin:/bin DISPLAY=$display SHOEBOX_DATA_DIR=$data SHOEBOX_GOOGLE_ORIGIN=http://127.0.0.1:9 \
    APPDIR=/app APPIMAGE=$image ARGV0=$image OWD=/home/shoe /app/AppRun --stand-in --disable-gpu" >/tmp/app.log 2>&1 &
}
end() {
  claim "$1: ends when it is told to" stop
  claim "$1: all of it does" within 20 ended
  claim "$1: in order, so that neither lock nor write-ahead log is left" test ! -e $data/catalogue.sqlite-wal
  tail -5 /tmp/app.log
}

if su shoe -c 'unshare -Ur true'; then
  start ''
  claim 'starts as a plain user from what may only be read, and hosts its engine' within 120 test -e $data/catalogue.sqlite
  claim 'its window is drawn in a user namespace of its own' within 30 apart
  claim 'and the app was not started without a sandbox' unswitched
  end 'with its sandbox'
else
  echo 'This machine gives plain users no namespaces: the start with a sandbox is not tried.'
fi

# What starts it asks `unshare` whether there are such namespaces.
mkdir /without
printf '#!/bin/sh\nexit 1\n' >/without/unshare
chmod 755 /without/unshare
warned() { grep -q 'Shoebox runs without its sandbox' /tmp/app.log; }
start /without:
claim 'says that it runs without its sandbox where plain users get no namespaces' within 120 warned
end 'without it'
