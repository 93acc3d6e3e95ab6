#!/bin/sh
# image-test.sh IMAGE: it trains and answers where there is no Java but its own.
set -eu
image=$(cd "$1" && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir "$work/bin"
for tool in sh cat cksum ls mkdir mkfifo readlink rm; do
  ln -s "$(command -v "$tool")" "$work/bin/$tool"
done
alone() {
  env -i PATH="$work/bin" HOME="$work" "$@"
}
fail() {
  echo "the image: $1" >&2
  cat "$work/err" >&2
  exit 1
}
if alone sh -c 'command -v java' >"$work/err"; then
  fail "there is another Java"
fi

alone "$image/bin/sbr" --help >"$work/help" 2>"$work/err" || fail "no help"
alone "$image/bin/sbr" doctor --quick --json --threads 1 >"$work/doctor" 2>"$work/err" || fail "no doctor"
grep -q '"vector_api" *: *"on"' "$work/doctor" || fail "no Vector API"
alone "$image/bin/sbr" train --epochs 1 --hidden 8 --threads 1 --run "$work/run" >"$work/out" 2>"$work/err" \
  || fail "does not train"
for answer in first second; do
  alone "$image/bin/sbr" recommend --run "$work/run" --items travel-shoes-31 --top 3 --threads 1 \
    >"$work/$answer" 2>"$work/err" || fail "does not answer"
done
cmp "$work/first" "$work/second" || fail "does not answer twice alike"
ls "$work"/.cache/sbr/recommend-*.jsa >/dev/null || fail "no class archive"

# Not by the function: its process would be the shell's, and a signal would not reach the server.
env -i PATH="$work/bin" HOME="$work" "$image/bin/sbr" serve --run "$work/run" --port 0 \
  >"$work/served" 2>"$work/err" &
server=$!
tries=0
until grep -q 'http://' "$work/err" "$work/served"; do
  tries=$((tries + 1))
  if [ "$tries" -gt 300 ] || ! kill -0 "$server" 2>/dev/null; then
    fail "does not serve"
  fi
  sleep 0.1
done
kill -TERM "$server"
wait "$server" || true
! grep -q 'Exception\|NoClassDefFound' "$work/err" || fail "serves with errors"
echo "the image trains, answers and serves with its own Java"
