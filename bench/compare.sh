#!/bin/sh
# Times SR-GNN's training step against PyTorch's: ours, packed, padded, and again, in one run on one machine.
# usage: bench/compare.sh PEER_DIR DATA_DIR [THREADS] [ROUNDS]
#   PEER_DIR  folder of peer.py; DATA_DIR  folder with train.txt.gz and test.txt.gz; default 2 threads, 3 rounds
# Environment: STEPS (40) timed steps of a run, PYTHON (/usr/bin/python3), JAVA (java), OUT (bench/results beside this script).
set -eu
if [ $# -lt 2 ]; then
  sed -n '2,5s/^# //p' "$0" >&2
  exit 2
fi
here=$(cd "$(dirname "$0")" && pwd)
peer=$(cd "$1" && pwd)
data=$(cd "$2" && pwd)
threads=${3:-2}
rounds=${4:-3}
steps=${STEPS:-40}
jar=$here/target/benchmarks.jar
if [ ! -f "$jar" ]; then
  echo "no $jar: build it with 'mvn -pl bench -am package'" >&2
  exit 2
fi

ours() {
  "${JAVA:-java}" --add-modules jdk.incubator.vector -jar "$jar" step --data "$data" --threads "$threads" --steps "$steps"
}

torch() {
  (cd "$peer" && "${PYTHON:-/usr/bin/python3}" peer.py time --model srgnn --data "$data" --layout "$1" \
    --threads "$threads" --steps "$steps" --json)
}

lines=$(mktemp)
trap 'rm -f "$lines"' EXIT
round=1
while [ "$round" -le "$rounds" ]; do
  echo "round $round of $rounds" >&2
  ours >>"$lines"
  torch packed >>"$lines"
  torch padded >>"$lines"
  round=$((round + 1))
done
"${JAVA:-java}" --add-modules jdk.incubator.vector -jar "$jar" compare --out "${OUT:-$here/results}" "$lines"
