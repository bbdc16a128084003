# What the trials in a bare Debian share; read by each of them. Each line of the output that begins with "claim" is one: held or
# not, and its name; a tab between them.
say() { printf 'claim\t%s\t%s\n' "$1" "$2"; }
# Says that a claim held when the rest of the words succeed.
claim() {
  name=$1
  shift
  if "$@"; then say held "$name"; else say not "$name"; fi
}
# Waits that many seconds for the rest of the words to succeed.
within() {
  left=$1
  shift
  while ! "$@"; do
    [ "$left" -gt 0 ] || return 1
    sleep 1
    left=$((left - 1))
  done
}
