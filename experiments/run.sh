#!/bin/sh
# Trains rows of docs/results.md, or goes on with them where they were stopped.
# usage: experiments/run.sh DATA_ROOT RUNS_ROOT [OPTION VALUE]... ROW...
#   DATA_ROOT  folder of the folders diginetica, yoochoose1_64, tmall, gowalla, foursquare-nyc, collegemsg, wikipedia-edits, online-retail,
#              each with train.txt.gz and test.txt.gz
#   RUNS_ROOT  where runs are kept: RUNS_ROOT/SET/ROW-PROTOCOL-SEED, and beside it .log and, at its end, .json
#   ROW        a settings file of this folder without its ending: diginetica/tagnn
#   --protocol P  paper, honest, final, or several: paper,honest (default)
#   --seeds S     one or several: 1,2,3 (default 1)
#   --threads N   default: all processors
#   --device D    as of sbr train; default auto
#   --as-honest yes  final trains as many epochs as were best in the honest run of the same row and seed, which
#                 is there and finished, instead of finding out again how many
#   --epochs N    instead of those of the file: a finished run goes on to so many
#   --jar FILE    the program; default cli/target/sbr-cli.jar, which no build may replace meanwhile
# Stop it with Ctrl-C or TERM: it saves, and the same line goes on. Finished runs are skipped. The table of all that is there:
#   java -jar cli/target/sbr-cli.jar results RUNS_ROOT/*/*/
# Environment: JAVA (java).
set -eu
usage() {
  sed -n '2,18s/^# //p' "$0" >&2
  exit 2
}
here=$(cd "$(dirname "$0")" && pwd)
[ $# -ge 3 ] || usage
data=$1 runs=$2
shift 2
protocols=paper,honest seeds=1 threads=0 device=auto epochs='' as_honest=no jar=$here/../cli/target/sbr-cli.jar
while [ $# -ge 2 ]; do
  case $1 in
    --protocol) protocols=$2 ;;
    --seeds) seeds=$2 ;;
    --threads) threads=$2 ;;
    --device) device=$2 ;;
    --epochs) epochs=$2 ;;
    --as-honest) as_honest=$2 ;;
    --jar) jar=$2 ;;
    -*) usage ;;
    *) break ;;
  esac
  shift 2
done
[ $# -ge 1 ] || usage
for row in "$@"; do # all, before the first trains for hours
  case $row in -*) usage ;; esac
  [ -f "$here/$row.properties" ] || { echo "no row $row: there is no $here/$row.properties" >&2; exit 2; }
  [ -d "$data/${row%/*}" ] || { echo "no data for $row: there is no folder $data/${row%/*}" >&2; exit 2; }
done
[ -f "$jar" ] || { echo "no $jar: build it with 'mvn -pl cli -am package'" >&2; exit 2; }

finished() { # RUN
  [ -z "$epochs" ] && [ -f "$1/history.json" ] && grep -q '"finished" *: *true' "$1/history.json"
}

counts() { # FILE: whether its model has neither seed nor epochs nor a device
  grep -Eq '^ *model *[=:] *(pop|s-pop|markov|user-pop|user-recent|user-markov|user-markov-backoff|ar|sr|item-knn|slist-local|sknn|v-sknn|stan|v-stan|vmis-knn) *$' "$1"
}

best() { # RUN: how many epochs were best, where it is finished
  if [ -f "$1/history.json" ] && grep -q '"finished" *: *true' "$1/history.json"; then
    epoch=$(sed -n 's/.*"selectedEpoch" *: *\([0-9]*\).*/\1/p' "$1/history.json") # from 0
    echo $((epoch + 1))
  fi
}

train() { # ROW PROTOCOL SEED
  run=$runs/$1-$2-$3
  if counts "$here/$1.properties"; then
    [ "$3" = "${seeds%%,*}" ] || return 0 # it has no seed: once is enough
  fi
  if finished "$run"; then
    echo "$run: finished before" >&2
    return
  fi
  planned=''
  if [ "$2" = final ] && [ "$as_honest" = yes ]; then
    planned=$(best "$runs/$1-honest-$3")
    [ -n "$planned" ] || { echo "$run: there is no finished $runs/$1-honest-$3 to say how many epochs" >&2; exit 2; }
  fi
  mkdir -p "${run%/*}"
  echo "$run: begins or goes on, see $run.log" >&2
  if counts "$here/$1.properties"; then
    set -- --settings "$here/$1.properties" --data "$data/${1%/*}" --protocol "$2"
    set -- "$@" --run "$run" --resume --json
  else
    set -- --settings "$here/$1.properties" --data "$data/${1%/*}" --protocol "$2" --seed "$3"
    set -- "$@" --threads "$threads" --device "$device" --run "$run" --resume --json
    if [ -n "$planned" ]; then
      set -- "$@" --epochs "$planned" --patience 0
    elif [ -n "$epochs" ]; then
      set -- "$@" --epochs "$epochs"
    fi
  fi
  "${JAVA:-java}" -jar "$jar" train "$@" >"$run.json.part" 2>>"$run.log" &
  pid=$!
  trap 'kill "$pid" 2>/dev/null' INT TERM # the shell hears it, the program saves
  status=0
  wait "$pid" || status=$?
  while kill -0 "$pid" 2>/dev/null; do # the signal ended the first wait
    wait "$pid" || status=$?
  done
  if [ "$status" -ne 0 ]; then
    rm -f "$run.json.part"
    echo "$run: not finished: $(tail -n 1 "$run.log")" >&2
    exit "$status"
  fi
  mv "$run.json.part" "$run.json"
}

for row in "$@"; do
  for protocol in $(echo "$protocols" | tr , ' '); do
    for seed in $(echo "$seeds" | tr , ' '); do
      train "$row" "$protocol" "$seed"
    done
  done
done
