#!/usr/bin/env bash
# Compiles the kernels to the PTX that the jar ships, under src/main/resources/io/sbr/kernels/cuda.
#   build-ptx.sh          writes it: after every change of a .cu file, and committed with it
#   build-ptx.sh --check  compiles and compares instead; where nvcc is missing, or of another release than the one named
#                         in the PTX, it says so and leaves it at that, as another release writes other text
# The header is lowered to PTX 6.3 for sm_50, so that drivers since CUDA 10 and devices since 2014 take it. That is sound
# only because assemblers accept every instruction for that target: PtxTest asks one, and ptxas does below.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
ptx=$here/../resources/io/sbr/kernels/cuda
mode=${1:-write}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

release() { grep -ohE 'V[0-9]+\.[0-9]+\.[0-9]+' | sort -u; }
if ! command -v nvcc >/dev/null; then
  echo "build-ptx.sh: nvcc is not installed"
  [ "$mode" = --check ]
  exit
fi
have=$(nvcc --version | release)
if [ "$mode" = --check ]; then
  want=$(cat "$ptx"/*.ptx | grep '^// Cuda compilation tools' | release)
  if [ "$have" != "$want" ]; then
    echo "build-ptx.sh: nothing compared; nvcc here is $have and the PTX was made by $want"
    exit 0
  fi
fi

for source in "$here"/*.cu; do
  name=$(basename "$source" .cu).ptx
  nvcc -ptx -arch=compute_75 -O3 "$source" -o "$work/$name"
  sed -i -E 's/^\.version .*/.version 6.3/; s/^\.target .*/.target sm_50/' "$work/$name"
done
if [ "$mode" = --check ]; then
  for name in $(cd "$work" && ls ./*.ptx; cd "$ptx" && ls ./*.ptx); do echo "$name"; done | sort -u |
    while read -r name; do cmp "$work/$name" "$ptx/$name"; done
  echo "build-ptx.sh: the PTX is what nvcc $have makes of the sources"
else
  mkdir -p "$ptx"
  cp "$work"/*.ptx "$ptx/"
fi
