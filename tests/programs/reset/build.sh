#!/bin/sh
# Rebuilds the program beside this script, which is kept in the repository.
#
#   Zig    PyPI: ziglang==0.17.1
set -eu
cd "$(dirname "$0")"

# Linkers leave out what nothing calls.
exports=
for name in reset_preopens deinitialize_environ maybe_reinitialize_environ_eagerly; do
    exports="$exports -Wl,--export=__wasilibc_$name"
done
python3 -m ziglang cc --target=wasm32-wasi -mexec-model=reactor -O2 -s $exports app.c -o app.wasm
chmod 644 app.wasm
