
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'preinit' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'preinit'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'preinit' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Where the snapshot goes; without it, or as `-`, to standard output (but never to a terminal)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Where the snapshot goes; without it, or as `-`, to standard output (but never to a terminal)')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'An init function to run, `wizer-initialize` by default. Several run in the order given')
            [CompletionResult]::new('--init-func', '--init-func', [CompletionResultType]::ParameterName, 'An init function to run, `wizer-initialize` by default. Several run in the order given')
            [CompletionResult]::new('--warm-up', '--warm-up', [CompletionResultType]::ParameterName, 'A typical call to make behind the init functions, `run(1)`; its export stays. Repeatable')
            [CompletionResult]::new('--keep-export', '--keep-export', [CompletionResultType]::ParameterName, 'Keep these exports, though they would go: `run,setup`. Repeatable')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'Export the function `src` as `dst`, replacing an export of that name. Repeatable')
            [CompletionResult]::new('--rename-func', '--rename-func', [CompletionResultType]::ParameterName, 'Export the function `src` as `dst`, replacing an export of that name. Repeatable')
            [CompletionResult]::new('--func-rename', '--func-rename', [CompletionResultType]::ParameterName, 'Export the function `src` as `dst`, replacing an export of that name. Repeatable')
            [CompletionResult]::new('--keep-init-func', '--keep-init-func', [CompletionResultType]::ParameterName, 'Keep the init functions as exports of the snapshot')
            [CompletionResult]::new('--keep-initialize', '--keep-initialize', [CompletionResultType]::ParameterName, 'Keep a reactor''s `_initialize` as an export of the snapshot, for hosts that call it whatever they run')
            [CompletionResult]::new('--reset', '--reset', [CompletionResultType]::ParameterName, 'Reset this behind the init functions: `wasi-libc`, the C library of clang, Rust and Zig. Repeatable')
            [CompletionResult]::new('--preload', '--preload', [CompletionResultType]::ParameterName, 'A module (.wasm or .wat) whose exports are the imports from the module `NAME`. Repeatable')
            [CompletionResult]::new('--preload-state', '--preload-state', [CompletionResultType]::ParameterName, 'What to do about the state of preloaded modules, which a snapshot without them can''t hold')
            [CompletionResult]::new('--import-memory', '--import-memory', [CompletionResultType]::ParameterName, 'A memory for the import `MODULE.NAME`, sizes in pages; without one, as small as the import allows. Repeatable')
            [CompletionResult]::new('--import-table', '--import-table', [CompletionResultType]::ParameterName, 'A table of null references for the import `MODULE.NAME`, its size in entries. Repeatable')
            [CompletionResult]::new('--import-global', '--import-global', [CompletionResultType]::ParameterName, 'The value of the imported global `MODULE.NAME`: a number of its type, or `null`. Repeatable')
            [CompletionResult]::new('--internalize', '--internalize', [CompletionResultType]::ParameterName, 'Imported memories, tables and globals that the snapshot defines itself: `MODULE.NAME,…` or `all`')
            [CompletionResult]::new('--guard-address', '--guard-address', [CompletionResultType]::ParameterName, 'Where an imported shared memory has four zero bytes for the instances to agree on who restores it')
            [CompletionResult]::new('--allow-wasi', '--allow-wasi', [CompletionResultType]::ParameterName, 'Let init call WASI preview 1 (like `-S cli`)')
            [CompletionResult]::new('--inherit-stdio', '--inherit-stdio', [CompletionResultType]::ParameterName, 'Pass on the standard streams (default: true)')
            [CompletionResult]::new('--inherit-env', '--inherit-env', [CompletionResultType]::ParameterName, 'Pass on all environment variables (default: false)')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'An environment variable; without a value, the one that it has here. Repeatable')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'A directory, under the same name or another. Repeatable')
            [CompletionResult]::new('--mapdir', '--mapdir', [CompletionResultType]::ParameterName, 'A directory, its name in the guest first. Repeatable')
            [CompletionResult]::new('--arg', '--arg', [CompletionResultType]::ParameterName, 'A command line argument; the first one follows the program''s name, `main.wasm`. Repeatable')
            [CompletionResult]::new('--stdin', '--stdin', [CompletionResultType]::ParameterName, 'Standard input from a file; `-` for our own')
            [CompletionResult]::new('--wasi-clock', '--wasi-clock', [CompletionResultType]::ParameterName, 'The clocks: fixed ones (from SOURCE_DATE_EPOCH if that is set), or this machine''s')
            [CompletionResult]::new('--wasi-random', '--wasi-random', [CompletionResultType]::ParameterName, 'Randomness: seeded with a hash of the input and options, or this machine''s')
            [CompletionResult]::new('--fuel', '--fuel', [CompletionResultType]::ParameterName, 'Instructions, roughly, that init may execute')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time that everything may take, from reading the input to writing the output: `2s`, `100ms`, `1` (seconds)')
            [CompletionResult]::new('--max-memory', '--max-memory', [CompletionResultType]::ParameterName, 'Bytes that all memories may have in total: `65536`, `512M`, `2G` (default: 8G)')
            [CompletionResult]::new('--max-wasm-stack', '--max-wasm-stack', [CompletionResultType]::ParameterName, 'Bytes of stack that init may use (default: 4M)')
            [CompletionResult]::new('--engine', '--engine', [CompletionResultType]::ParameterName, 'The engine that runs init; it does not change the snapshot')
            [CompletionResult]::new('--scrub', '--scrub', [CompletionResultType]::ParameterName, 'Whether memory that the program has freed is left out of the snapshot')
            [CompletionResult]::new('--prune', '--prune', [CompletionResultType]::ParameterName, 'Remove what only init needed: nothing, the exports of init functions, or also the code, imports and definitions that nothing leads to any more')
            [CompletionResult]::new('--layout', '--layout', [CompletionResultType]::ParameterName, 'What the choice of data segments aims at: the least file, the fastest start where an engine copies them, or both under compression')
            [CompletionResult]::new('--max-segments', '--max-segments', [CompletionResultType]::ParameterName, 'Data segments that the snapshot may have, for chains that accept fewer than engines do (100000)')
            [CompletionResult]::new('--wasm-opt', '--wasm-opt', [CompletionResultType]::ParameterName, 'Run Binaryen''s `wasm-opt` on the snapshot, with these options or `-O2`')
            [CompletionResult]::new('--relaxed-simd-deterministic', '--relaxed-simd-deterministic', [CompletionResultType]::ParameterName, 'Relaxed SIMD as the deterministic profile has it; always on here')
            [CompletionResult]::new('-S', '-S ', [CompletionResultType]::ParameterName, 'Options for WASI as in `wasmtime wizer`; `-S help` lists them')
            [CompletionResult]::new('--wasi', '--wasi', [CompletionResultType]::ParameterName, 'Options for WASI as in `wasmtime wizer`; `-S help` lists them')
            [CompletionResult]::new('-W', '-W ', [CompletionResultType]::ParameterName, 'Options for WebAssembly as in `wasmtime wizer`; `-W help` lists them')
            [CompletionResult]::new('--wasm', '--wasm', [CompletionResultType]::ParameterName, 'Options for WebAssembly as in `wasmtime wizer`; `-W help` lists them')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Color in messages; NO_COLOR is heeded')
            [CompletionResult]::new('--completions', '--completions', [CompletionResultType]::ParameterName, 'Print a completion script for a shell, and exit')
            [CompletionResult]::new('--verify', '--verify', [CompletionResultType]::ParameterName, 'Run the original a second time and compare all of its state with the snapshot''s before that is written')
            [CompletionResult]::new('--timings', '--timings', [CompletionResultType]::ParameterName, 'Print what each phase took and which engine ran, on standard error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more: what init returned, what was captured. Without it a summary goes to a terminal only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more: what init returned, what was captured. Without it a summary goes to a terminal only')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but errors')
            [CompletionResult]::new('--man', '--man', [CompletionResultType]::ParameterName, 'Print the man page, and exit')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
