#!/usr/bin/env bash
# Fetches the further inputs of the tool's table into benches/.peers/inputs, or into `inputs` of the directory
# named: StarlingMonkey as componentize-js prepares it for a small script, Ruby, and three libraries that
# the QuickJS guest loads at init. Needs node 20 or later with npm, and about 400 MB.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p "${1:-$here/.peers}"
peers=$(cd "${1:-$here/.peers}" && pwd)
inputs=$peers/inputs

# Into a directory of its own: without a package.json there, npm would install into one above.
install_npm() {
  local directory=$1
  shift
  mkdir -p "$directory"
  [[ -e $directory/package.json ]] || echo '{ "private": true }' >"$directory/package.json"
  npm install --prefix "$directory" --no-fund --no-audit --loglevel=error "$@" >&2
}

# The client runs the tool that `--wizer-bin` names; ours keeps what that is given.
fetch_starlingmonkey() {
  local client=$peers/componentize-js kept=$inputs/starlingmonkey scratch
  if [[ ! -x $client/node_modules/.bin/componentize-js ]]; then
    # Newer shims than 0.25.0 do not load under this version.
    install_npm "$client" @bytecodealliance/componentize-js@0.23.0 \
      @bytecodealliance/preview2-shim@0.25.0
  fi
  scratch=$(mktemp -d)
  rm -rf "$kept"
  mkdir -p "$kept/app"
  cp "$here/inputs/words.js" "$kept/app"
  # It does not pass the environment on, so the path is written into what it runs.
  printf '#!/usr/bin/env bash\nexec %q %q "$@"\n' "$here/inputs/keep.sh" "$kept" >"$scratch/wizer"
  chmod +x "$scratch/wizer"
  # The path is relative, as the engine sees the workspace as its root.
  (cd "$kept/app" && "$client/node_modules/.bin/componentize-js" words.js --wit "$here/inputs/words.wit" \
    --world-name words --wizer-bin "$scratch/wizer" --out "$scratch/words.wasm") >"$scratch/log" 2>&1 || true
  if [[ ! -s $kept/input.wasm ]]; then
    cat "$scratch/log" >&2
    rm -rf "$scratch"
    echo 'error: componentize-js prepared no input' >&2
    exit 1
  fi
  rm -rf "$scratch"
}

fetch_ruby() {
  install_npm "$inputs/npm" @ruby/3.4-wasm-wasi@2.10.1
  mkdir -p "$inputs/ruby"
  cp "$inputs/npm/node_modules/@ruby/3.4-wasm-wasi/dist/ruby.wasm" "$inputs/ruby/input.wasm"
}

# One script: the engine has no modules to load at init. Each library finds the global object as `this`.
fetch_pages() {
  local modules=$inputs/npm/node_modules kept=$inputs/quickjs-pages library
  install_npm "$inputs/npm" lodash@4.18.1 handlebars@4.7.10 marked@18.2.1
  mkdir -p "$kept/app"
  for library in lodash/lodash.js handlebars/dist/handlebars.js marked/lib/marked.umd.js; do
    printf '(function () {\n'
    cat "$modules/$library"
    printf '\n}).call(globalThis);\n'
  done >"$kept/app/script.js"
  cat "$here/inputs/pages.js" >>"$kept/app/script.js"
  cp "$here/../guests/quickjs.wasm" "$kept/input.wasm"
}

mkdir -p "$inputs"
fetch_pages
fetch_starlingmonkey
fetch_ruby
wc -c "$inputs"/*/input.wasm
