#!/usr/bin/env bash
# Builds the emulated CUDA driver and cuBLAS with the given kernels inside.   usage: build.sh OUT FILE.cu...
# Does nothing where OUT is up to date, and only says so where this machine cannot build it: it takes Linux on x86-64
# and g++. REQUIRE_EMULATOR=true turns that into a failure.
# Beside the libraries of CUDA 12, OUT/cuda13 has the same driver with a cuBLAS of CUDA 13, and OUT/driver the driver alone.
# Settings: CXX=g++, SANITIZE=no, OPT=-O2
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=$1
shift
CXX=${CXX:-g++}

if [ "$(uname -sm)" != "Linux x86_64" ] || ! command -v "$CXX" >/dev/null; then
  echo "no emulated CUDA device: it is built by g++ on Linux x86-64; its tests are skipped"
  [ "${REQUIRE_EMULATOR:-}" != true ]
  exit
fi

mkdir -p "$out"
out=$(cd "$out" && pwd)
stamp=$( (cat "$here"/* "$@"; echo "${SANITIZE:-} ${OPT:-} $*"; "$CXX" --version) | sha256sum)
if [ "$(cat "$out/stamp" 2>/dev/null || true)" = "$stamp" ]; then
  exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

flags="${OPT:--O2} -std=c++17 -fPIC -fvisibility=hidden -I$here"
checks="-fsanitize=bounds,signed-integer-overflow,integer-divide-by-zero,shift,alignment"
[ "${SANITIZE:-yes}" = yes ] || checks=

# Each .cu file becomes a namespace; kernels are registered by name.
kernel='(extern "C"[[:space:]]+__global__[[:space:]]+void|KERNEL)[[:space:]]+(__launch_bounds__\([^)]*\)[[:space:]]+)?[A-Za-z_][A-Za-z_0-9]*[[:space:]]*\('
for file in "$@"; do
  id=$(basename "$file" .cu | tr -c 'A-Za-z0-9\n' _)
  {
    echo '#define EMU_KERNEL_FILE 1'
    echo '#include "shim.h"'
    echo "namespace cu_$id {"
    echo "#line 1 \"$(basename "$file")\""
    cat "$file"
    echo
    sed 's://.*$::' "$file" | tr '\n' ' ' | grep -oE "$kernel" \
      | sed -E 's/.*[[:space:]]([A-Za-z_][A-Za-z_0-9]*)[[:space:]]*\($/REGISTER(\1)/' | sort -u
    echo '}'
  } > "$work/k_$id.cpp"
  grep -q '^REGISTER(' "$work/k_$id.cpp" || {
    echo "build.sh: no kernel in $file (extern \"C\" __global__ void name(...))" >&2
    exit 1
  }
  "$CXX" $flags $checks -fno-strict-aliasing -Wall -Wno-unknown-pragmas -Wno-unused-function -Wno-unused-variable \
    -I"$(dirname "$file")" -c "$work/k_$id.cpp" -o "$work/k_$id.o"
done

# What JCuda binds and nothing here implements answers NOT_SUPPORTED.
for library in cuda cublas; do
  {
    echo 'extern "C" int emu_missing(const char*);'
    sed 's/.*/extern "C" __attribute__((weak, visibility("default"))) int &() { return emu_missing("&"); }/' \
      "$here/names-$library.txt"
  } > "$work/s_$library.cpp"
  "$CXX" ${flags/-O2/-O0} -c "$work/s_$library.cpp" -o "$work/s_$library.o"
done
for part in shim device memory streams modules; do
  "$CXX" $flags -c "$here/$part.cpp" -o "$work/$part.o"
done
"$CXX" -shared -Wl,-soname,libcuda.so.1 -o "$out/libcuda.so.1" \
  "$work"/{shim,device,memory,streams,modules}.o "$work"/s_cuda.o "$work"/k_*.o -lpthread -ldl

cublas() { # FOLDER MAJOR
  mkdir -p "$1"
  "$CXX" ${flags/-O2/-O3} -DEMU_CUBLAS_VERSION="${2}0000" -c "$here/fakeblas.cpp" -o "$work/fakeblas.o"
  echo "libcublas.so.$2 { global: cublas*; local: *; };" > "$work/map"
  "$CXX" -shared -Wl,-soname,"libcublas.so.$2" -Wl,--version-script="$work/map" -o "$1/libcublas.so.$2" \
    "$work"/fakeblas.o "$work"/s_cublas.o -L"$out" -l:libcuda.so.1 -Wl,-rpath,'$ORIGIN'
}
cublas "$out" 12
cublas "$out/cuda13" 13
mkdir -p "$out/driver"
ln -sf ../libcuda.so.1 "$out/cuda13/libcuda.so.1"
ln -sf ../libcuda.so.1 "$out/driver/libcuda.so.1"

echo "$stamp" > "$out/stamp"
echo "built the emulated CUDA device in $out"
