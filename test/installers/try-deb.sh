#!/bin/sh
# Runs inside a bare Debian: installs the package, starts the app as a plain user, upgrades it and removes it while it runs.
set -u
. /claims.sh
display=$1
data=/home/shoe/data

running() {
  for entry in /proc/[0-9]*; do
    case "$(readlink "$entry/exe" 2>/dev/null)" in /opt/Shoebox/*) return 0 ;; esac
  done
  return 1
}
ended() { ! running; }
installed() { [ "$(dpkg-query -W -f '${Version}' shoebox 2>/dev/null)" = "$1" ]; }
complete() {
  missing=$(find /opt/Shoebox -type f \( -perm -u+x -o -name '*.so*' -o -name '*.node' \) -exec ldd {} \; 2>/dev/null |
    grep 'not found' | grep -v -e libffmpeg.so -e musl | sort -u)
  [ -z "$missing" ] || { echo "$missing"; return 1; }
}

export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
claim 'installs with all that it depends on, and nothing recommended' \
  apt-get install -y -qq --no-install-recommends /packages/first.deb
useradd -m shoe
entry=/usr/share/applications/shoebox.desktop
field() { sed -n "s/^$1=//p" $entry | head -1; }
program() { command=$(field Exec) && [ -x "${command%% *}" ]; }
pictured() { for size in 16 32 48 64 128 256 512; do [ -s "/usr/share/icons/hicolor/${size}x$size/apps/$(field Icon).png" ] || return 1; done; }
explains() { su shoe -c '/usr/bin/shoebox --help' | grep -q 'shoebox backup FOLDER'; }
claim 'in a terminal, its command explains itself' explains
claim 'its entry for the desktop names a program that is there' program
claim 'and an icon in each size' pictured
claim 'and the class of its window' test "$(field StartupWMClass)" = shoebox -o "$(field StartupWMClass)" = Shoebox
claim 'every library is there that its programs link to' complete
su shoe -c "exec env DISPLAY=$display SHOEBOX_DATA_DIR=$data SHOEBOX_GOOGLE_ORIGIN=http://127.0.0.1:9 \
  /usr/bin/shoebox --stand-in --disable-gpu" >/tmp/app.log 2>&1 &
claim 'starts as a plain user, in its sandbox, and hosts its engine' within 120 test -e $data/catalogue.sqlite
answers() { su shoe -c "SHOEBOX_DATA_DIR=$data /usr/bin/shoebox status" | grep '^Account: not signed in'; }
claim 'in a terminal, its command asks the app that runs' within 30 answers
claim 'is upgraded while it runs' apt-get install -y -qq --no-install-recommends /packages/second.deb
claim 'is the newer version then' installed 9.9.9
claim 'runs on through the upgrade' running
claim 'still has its command' explains
claim 'is removed while it runs' apt-get remove -y -qq shoebox
claim 'ends by that' within 10 ended
claim 'leaves nothing of its program' test ! -e /opt/Shoebox
unlinked() { ! [ -e /usr/bin/shoebox ] && ! [ -L /usr/bin/shoebox ] && ! update-alternatives --query shoebox >/dev/null 2>&1; }
claim 'nor its command' unlinked
claim 'leaves neither lock nor write-ahead log: it ended in order' test ! -e $data/catalogue.sqlite-wal
claim 'keeps the catalogue' test -s $data/catalogue.sqlite
tail -5 /tmp/app.log
