
use builtin;
use str;

set edit:completion:arg-completer[preinit] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'preinit'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'preinit'= {
            cand -o 'Where the snapshot goes; without it, or as `-`, to standard output (but never to a terminal)'
            cand --output 'Where the snapshot goes; without it, or as `-`, to standard output (but never to a terminal)'
            cand -f 'An init function to run, `wizer-initialize` by default. Several run in the order given'
            cand --init-func 'An init function to run, `wizer-initialize` by default. Several run in the order given'
            cand --warm-up 'A typical call to make behind the init functions, `run(1)`; its export stays. Repeatable'
            cand --keep-export 'Keep these exports, though they would go: `run,setup`. Repeatable'
            cand -r 'Export the function `src` as `dst`, replacing an export of that name. Repeatable'
            cand --rename-func 'Export the function `src` as `dst`, replacing an export of that name. Repeatable'
            cand --func-rename 'Export the function `src` as `dst`, replacing an export of that name. Repeatable'
            cand --keep-init-func 'Keep the init functions as exports of the snapshot'
            cand --keep-initialize 'Keep a reactor''s `_initialize` as an export of the snapshot, for hosts that call it whatever they run'
            cand --reset 'Reset this behind the init functions: `wasi-libc`, the C library of clang, Rust and Zig. Repeatable'
            cand --preload 'A module (.wasm or .wat) whose exports are the imports from the module `NAME`. Repeatable'
            cand --preload-state 'What to do about the state of preloaded modules, which a snapshot without them can''t hold'
            cand --import-memory 'A memory for the import `MODULE.NAME`, sizes in pages; without one, as small as the import allows. Repeatable'
            cand --import-table 'A table of null references for the import `MODULE.NAME`, its size in entries. Repeatable'
            cand --import-global 'The value of the imported global `MODULE.NAME`: a number of its type, or `null`. Repeatable'
            cand --internalize 'Imported memories, tables and globals that the snapshot defines itself: `MODULE.NAME,…` or `all`'
            cand --guard-address 'Where an imported shared memory has four zero bytes for the instances to agree on who restores it'
            cand --allow-wasi 'Let init call WASI preview 1 (like `-S cli`)'
            cand --inherit-stdio 'Pass on the standard streams (default: true)'
            cand --inherit-env 'Pass on all environment variables (default: false)'
            cand --env 'An environment variable; without a value, the one that it has here. Repeatable'
            cand --dir 'A directory, under the same name or another. Repeatable'
            cand --mapdir 'A directory, its name in the guest first. Repeatable'
            cand --arg 'A command line argument; the first one follows the program''s name, `main.wasm`. Repeatable'
            cand --stdin 'Standard input from a file; `-` for our own'
            cand --wasi-clock 'The clocks: fixed ones (from SOURCE_DATE_EPOCH if that is set), or this machine''s'
            cand --wasi-random 'Randomness: seeded with a hash of the input and options, or this machine''s'
            cand --fuel 'Instructions, roughly, that init may execute'
            cand --timeout 'Time that everything may take, from reading the input to writing the output: `2s`, `100ms`, `1` (seconds)'
            cand --max-memory 'Bytes that all memories may have in total: `65536`, `512M`, `2G` (default: 8G)'
            cand --max-wasm-stack 'Bytes of stack that init may use (default: 4M)'
            cand --engine 'The engine that runs init; it does not change the snapshot'
            cand --scrub 'Whether memory that the program has freed is left out of the snapshot'
            cand --prune 'Remove what only init needed: nothing, the exports of init functions, or also the code, imports and definitions that nothing leads to any more'
            cand --layout 'What the choice of data segments aims at: the least file, the fastest start where an engine copies them, or both under compression'
            cand --max-segments 'Data segments that the snapshot may have, for chains that accept fewer than engines do (100000)'
            cand --wasm-opt 'Run Binaryen''s `wasm-opt` on the snapshot, with these options or `-O2`'
            cand --relaxed-simd-deterministic 'Relaxed SIMD as the deterministic profile has it; always on here'
            cand -S 'Options for WASI as in `wasmtime wizer`; `-S help` lists them'
            cand --wasi 'Options for WASI as in `wasmtime wizer`; `-S help` lists them'
            cand -W 'Options for WebAssembly as in `wasmtime wizer`; `-W help` lists them'
            cand --wasm 'Options for WebAssembly as in `wasmtime wizer`; `-W help` lists them'
            cand --color 'Color in messages; NO_COLOR is heeded'
            cand --completions 'Print a completion script for a shell, and exit'
            cand --verify 'Run the original a second time and compare all of its state with the snapshot''s before that is written'
            cand --timings 'Print what each phase took and which engine ran, on standard error'
            cand -v 'Say more: what init returned, what was captured. Without it a summary goes to a terminal only'
            cand --verbose 'Say more: what init returned, what was captured. Without it a summary goes to a terminal only'
            cand -q 'Say nothing but errors'
            cand --quiet 'Say nothing but errors'
            cand --man 'Print the man page, and exit'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
    ]
    $completions[$command]
}
