#!/bin/sh
# Times ours and PyTorch's in turns, in one run on one machine, and sums up.
# usage: bench/compare.sh step|eval|gemm PEER_DIR [DATA_DIR] [OPTION VALUE]...
#   step  training steps; eval  evaluation of test pairs; gemm  dense products, against torch.mm (OpenBLAS where libblas is)
#   PEER_DIR  folder of peer.py; DATA_DIR  folder with train.txt.gz and test.txt.gz, not for gemm
#   --model M        srgnn (default), tagnn, tagnnpp or psrgat; with bench/peer remix, sasrec, core, stamp, narm or gru4rec
#   --settings FILE  with step and bench/peer: model, settings and batch of a file for both, experiments/diginetica/narm.properties
#   --published yes  with tagnn and tagnnpp: also their published attention, some 14 s a step and 7 GiB
#   --top K          with eval: ours, too, lists the K best items (theirs 20) instead of ranking the targets
#   --threads N (2)  --rounds N (3)  --steps N (40) timed steps of a run  --batch N (100)  --hidden N (100)
#   --warmup N  of ours, before the timed steps; default 200, some 10 s of an evaluation's shorter ones
#   --out DIR        for NAME-date-machine.md and .json; default bench/results
# Environment: PYTHON (/usr/bin/python3), JAVA (java).
set -eu
usage() {
  sed -n '2,13s/^# //p' "$0" >&2
  exit 2
}
here=$(cd "$(dirname "$0")" && pwd)
what=${1:-}
[ $# -ge 2 ] || usage
peer=$(cd "$2" && pwd)
shift 2
case $what in
  step | eval)
    [ $# -ge 1 ] || usage
    data=$(cd "$1" && pwd)
    shift
    ;;
  gemm) ;;
  *) usage ;;
esac
model=srgnn settings= published=no top=0 threads=2 rounds=3 steps=40 batch=100 hidden=100 warmup= out=$here/results
while [ $# -ge 2 ]; do
  case $1 in
    --model) model=$2 ;;
    --settings)
      settings=$(cd "$(dirname "$2")" && pwd)/${2##*/}
      model=
      ;;
    --published) published=$2 ;;
    --top) top=$2 ;;
    --threads) threads=$2 ;;
    --rounds) rounds=$2 ;;
    --steps) steps=$2 ;;
    --batch) batch=$2 ;;
    --hidden) hidden=$2 ;;
    --warmup) warmup=$2 ;;
    --out) out=$2 ;;
    *) usage ;;
  esac
  shift 2
done
[ $# -eq 0 ] || usage
jar=$here/target/benchmarks.jar
if [ ! -f "$jar" ]; then
  echo "no $jar: build it with 'mvn -pl bench -am package'" >&2
  exit 2
fi

# The compiler needs some 10 s to be done, and where it is not it takes a processor from the threads.
if [ -z "$warmup" ]; then
  case $what-$model in
    eval-tagnn*) warmup=$((20000 / batch)) ;;
    eval-*) warmup=$((140000 / batch)) ;;
    *) warmup=200 ;;
  esac
fi

# OpenBLAS finds the kernels of its processor unless a shell prescribes those of another, which may take twice as long.
unset OPENBLAS_CORETYPE OPENBLAS_L2_SIZE

ours() { # COMMAND [OPTION]...; the jar starts Java again with the options that sbr has
  "${JAVA:-java}" -jar "$jar" "$@"
}

torch() { # COMMAND [OPTION]...
  (cd "$peer" && "${PYTHON:-/usr/bin/python3}" peer.py "$@" --threads "$threads" --json)
}

# One model on both sides.
if [ -n "$settings" ]; then
  same() { # COMMAND... : with what both sides are told
    "$@" --settings "$settings" --data "$data"
  }
else
  same() {
    "$@" --model "$model" --data "$data" --batch "$batch" --hidden "$hidden"
  }
fi

model_ours() {
  set -- "$what" --threads "$threads" --steps "$steps" --warmup "$warmup"
  [ "$what" = step ] || set -- "$@" --top "$top"
  same ours "$@"
}

model_torch() { # STEPS [OPTION]...
  command=time
  [ "$what" = step ] || command=eval-speed
  count=$1
  shift
  same torch "$command" --steps "$count" "$@"
}

round() {
  if [ "$what" = gemm ]; then
    ours gemm --threads "$threads" --steps "$steps"
    torch gemm --steps "$steps"
    return
  fi
  model_ours
  case $model in
    srgnn)
      model_torch "$steps" --layout packed
      model_torch "$steps" --layout padded
      ;;
    tagnn | tagnnpp)
      model_torch "$steps" --attention factored
      [ "$published" = no ] || model_torch 2 --attention published --warmup 1
      ;;
    *) model_torch "$steps" ;;
  esac
}

lines=$(mktemp)
keep() { # what a run that broke off had measured
  code=$?
  [ $code -eq 0 ] || { mkdir -p "$out" && cp "$lines" "$out/unfinished-$what.jsonl"; }
  rm -f "$lines"
}
trap keep EXIT
ours ceilings --threads "$threads" >>"$lines"
number=1
while [ "$number" -le "$rounds" ]; do
  echo "round $number of $rounds" >&2
  round >>"$lines"
  number=$((number + 1))
done
ours compare --out "$out" "$lines"
