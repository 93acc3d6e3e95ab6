#!/bin/sh
# Tries settings of a model that learns in one pass, on validation sessions alone: the test part is not in reach of it.
# usage: experiments/tune.sh DATA WORK ROW DRAWS NAME=VALUE,VALUE...
#   DATA   folder with train.txt.gz and test.txt.gz; of the latter only the number of sessions is read
#   WORK   folder for the cut and for the table of trials; a table that is there is gone on with
#   ROW    settings file that the trials begin with
#   DRAWS  number of trials, drawn from all combinations of the values (seeded); the same one twice is tried once
# The last sessions of train are for validation, as many as test has, at most 5,000 of them; ordered by MRR@20, best last.
# Environment: JAVA (java), JAR (cli/target/sbr-cli.jar), SEED (1).
set -eu
[ $# -ge 5 ] || { sed -n '2,9s/^# //p' "$0" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
data=$1 work=$2 row=$3 draws=$4
shift 4
jar=${JAR:-$here/../cli/target/sbr-cli.jar}
name=$(basename "$row" .properties)
mkdir -p "$work/cut"
if [ ! -s "$work/cut/test.txt" ]; then
  sessions=$(gzip -dc "$data/test.txt.gz" | wc -l)
  gzip -dc "$data/train.txt.gz" >"$work/all.txt"
  tail -n "$sessions" "$work/all.txt" | tail -n 5000 >"$work/cut/test.part"
  head -n "-$sessions" "$work/all.txt" >"$work/cut/train.txt"
  # An item that only the held-back sessions have cannot be recommended, as in the test part.
  awk 'NR == FNR { for (i = 1; i <= NF; i++) known[$i]; next }
    { line = ""; n = 0
      for (i = 1; i <= NF; i++) if ($i in known) { line = line (n++ ? " " : "") $i }
      if (n > 1) print line }' "$work/cut/train.txt" "$work/cut/test.part" >"$work/cut/test.txt"
  rm "$work/all.txt" "$work/cut/test.part"
fi
table=$work/$name.csv
touch "$table"
trials=$(awk -v draws="$draws" -v seed="${SEED:-1}" 'BEGIN {
  srand(seed)
  for (d = 0; d < draws; d++) {
    line = ""
    for (a = 1; a < ARGC; a++) {
      split(ARGV[a], pair, "="); n = split(pair[2], values, ",")
      line = line (a > 1 ? ";" : "") pair[1] "=" values[1 + int(rand() * n)]
    }
    if (!(line in seen)) print line
    seen[line]
  }
}' "$@")
for trial in $trials; do
  grep -qF ",$trial," "$table" && continue
  set --
  for pair in $(echo "$trial" | tr ';' ' '); do
    set -- "$@" "--${pair%%=*}" "${pair#*=}"
  done
  rm -rf "$work/run"
  set -- --settings "$row" --data "$work/cut" --protocol paper --run "$work/run" --json "$@"
  found=$("${JAVA:-java}" -jar "$jar" train "$@" 2>/dev/null |
    tr ',{' '\n\n' | awk -F: '/"baselines"/ { exit } /"recall@20"/ { r = $2 } /"mrr@20"/ { m = $2 } END { printf "%.3f,%.3f", r, m }')
  echo "$found,$trial," >>"$table"
  echo "$found $trial" >&2
done
sort -t , -k 2 -n "$table"
