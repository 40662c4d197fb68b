#!/bin/sh
# Rebuilds the modules beside this script, with zig (PyPI: ziglang 0.17).
# The command can be overridden: ZIG="..." ./build.sh
set -eu
cd "$(dirname "$0")"

ZIG=${ZIG:-python3 -m ziglang}

# A small stack puts variables at addresses that are addresses of code too.
for version in 4 5; do
    $ZIG cc --target=wasm32-freestanding -nostdlib -O1 -gdwarf-$version -gdwarf-aranges \
        -fdebug-prefix-map="$PWD"=. -Wl,--no-entry -Wl,-z,stack-size=1024 \
        guest.c other.c -o dwarf$version.wasm
done
chmod 644 ./*.wasm
ls -l ./*.wasm
