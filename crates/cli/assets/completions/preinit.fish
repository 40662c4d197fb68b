complete -c preinit -s o -l output -d 'Where the snapshot goes; without it, or as `-`, to standard output (but never to a terminal)' -r -F
complete -c preinit -s f -l init-func -d 'An init function to run, `wizer-initialize` by default. Several run in the order given' -r
complete -c preinit -l warm-up -d 'A typical call to make behind the init functions, `run(1)`; its export stays. Repeatable' -r
complete -c preinit -l keep-export -d 'Keep these exports, though they would go: `run,setup`. Repeatable' -r
complete -c preinit -s r -l rename-func -l func-rename -d 'Export the function `src` as `dst`, replacing an export of that name. Repeatable' -r
complete -c preinit -l keep-init-func -d 'Keep the init functions as exports of the snapshot' -r
complete -c preinit -l keep-initialize -d 'Keep a reactor\'s `_initialize` as an export of the snapshot, for hosts that call it whatever they run' -r
complete -c preinit -l reset -d 'Reset this behind the init functions: `wasi-libc`, the C library of clang, Rust and Zig. Repeatable' -r
complete -c preinit -l preload -d 'A module (.wasm or .wat) whose exports are the imports from the module `NAME`. Repeatable' -r
complete -c preinit -l preload-state -d 'What to do about the state of preloaded modules, which a snapshot without them can\'t hold' -r -f -a "refuse\t'Fail if init changed any, and name what changed'
discard\t'Drop changes silently, as `wizer` does'
merge\t'Make the preloaded modules part of the snapshot'"
complete -c preinit -l import-memory -d 'A memory for the import `MODULE.NAME`, sizes in pages; without one, as small as the import allows. Repeatable' -r
complete -c preinit -l import-table -d 'A table of null references for the import `MODULE.NAME`, its size in entries. Repeatable' -r
complete -c preinit -l import-global -d 'The value of the imported global `MODULE.NAME`: a number of its type, or `null`. Repeatable' -r
complete -c preinit -l internalize -d 'Imported memories, tables and globals that the snapshot defines itself: `MODULE.NAME,…` or `all`' -r
complete -c preinit -l guard-address -d 'Where an imported shared memory has four zero bytes for the instances to agree on who restores it' -r
complete -c preinit -l allow-wasi -d 'Let init call WASI preview 1 (like `-S cli`)' -r
complete -c preinit -l inherit-stdio -d 'Pass on the standard streams (default: true)' -r
complete -c preinit -l inherit-env -d 'Pass on all environment variables (default: false)' -r
complete -c preinit -l env -d 'An environment variable; without a value, the one that it has here. Repeatable' -r
complete -c preinit -l dir -d 'A directory, under the same name or another. Repeatable' -r
complete -c preinit -l mapdir -d 'A directory, its name in the guest first. Repeatable' -r
complete -c preinit -l arg -d 'A command line argument; the first one follows the program\'s name, `main.wasm`. Repeatable' -r
complete -c preinit -l stdin -d 'Standard input from a file; `-` for our own' -r -F
complete -c preinit -l wasi-clock -d 'The clocks: fixed ones (from SOURCE_DATE_EPOCH if that is set), or this machine\'s' -r -f -a "fixed\t'Advance by a fixed step per read'
host\t'The real ones: the snapshot is no longer reproducible'"
complete -c preinit -l wasi-random -d 'Randomness: seeded with a hash of the input and options, or this machine\'s' -r -f -a "seeded\t'The same for the same input and options'
host\t'The real one: the snapshot is no longer reproducible'"
complete -c preinit -l fuel -d 'Instructions, roughly, that init may execute' -r
complete -c preinit -l timeout -d 'Time that everything may take, from reading the input to writing the output: `2s`, `100ms`, `1` (seconds)' -r
complete -c preinit -l max-memory -d 'Bytes that all memories may have in total: `65536`, `512M`, `2G` (default: 8G)' -r
complete -c preinit -l max-wasm-stack -d 'Bytes of stack that init may use (default: 4M)' -r
complete -c preinit -l engine -d 'The engine that runs init; it does not change the snapshot' -r -f -a "auto\t''
wasmi\t''
winch\t''
cranelift\t''"
complete -c preinit -l scrub -d 'Whether memory that the program has freed is left out of the snapshot' -r -f -a "off\t'Keep every byte'
auto\t'Leave out what an allocator\'s records prove to be free'"
complete -c preinit -l prune -d 'Remove what only init needed: nothing, the exports of init functions, or also the code, imports and definitions that nothing leads to any more' -r -f -a "off\t''
exports\t''
code\t''"
complete -c preinit -l layout -d 'What the choice of data segments aims at: the least file, the fastest start where an engine copies them, or both under compression' -r -f -a "balanced\t''
size\t''
start\t''"
complete -c preinit -l max-segments -d 'Data segments that the snapshot may have, for chains that accept fewer than engines do (100000)' -r
complete -c preinit -l wasm-opt -d 'Run Binaryen\'s `wasm-opt` on the snapshot, with these options or `-O2`' -r
complete -c preinit -l relaxed-simd-deterministic -d 'Relaxed SIMD as the deterministic profile has it; always on here' -r
complete -c preinit -s S -l wasi -d 'Options for WASI as in `wasmtime wizer`; `-S help` lists them' -r
complete -c preinit -s W -l wasm -d 'Options for WebAssembly as in `wasmtime wizer`; `-W help` lists them' -r
complete -c preinit -l color -d 'Color in messages; NO_COLOR is heeded' -r -f -a "auto\t''
always\t''
never\t''"
complete -c preinit -l completions -d 'Print a completion script for a shell, and exit' -r -f -a "bash\t''
elvish\t''
fish\t''
powershell\t''
zsh\t''"
complete -c preinit -l verify -d 'Run the original a second time and compare all of its state with the snapshot\'s before that is written'
complete -c preinit -l timings -d 'Print what each phase took and which engine ran, on standard error'
complete -c preinit -s v -l verbose -d 'Say more: what init returned, what was captured. Without it a summary goes to a terminal only'
complete -c preinit -s q -l quiet -d 'Say nothing but errors'
complete -c preinit -l man -d 'Print the man page, and exit'
complete -c preinit -s h -l help -d 'Print help (see more with \'--help\')'
complete -c preinit -s V -l version -d 'Print version'
