_preinit() {
    local i cur prev opts cmd
    COMPREPLY=()
    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
        cur="$2"
    else
        cur="${COMP_WORDS[COMP_CWORD]}"
    fi
    prev="$3"
    cmd=""
    opts=""

    for i in "${COMP_WORDS[@]:0:COMP_CWORD}"
    do
        case "${cmd},${i}" in
            ",$1")
                cmd="preinit"
                ;;
            *)
                ;;
        esac
    done

    case "${cmd}" in
        preinit)
            opts="-o -f -r -S -W -v -q -h -V --output --init-func --warm-up --keep-export --func-rename --rename-func --keep-init-func --keep-initialize --reset --preload --preload-state --import-memory --import-table --import-global --internalize --guard-address --allow-wasi --inherit-stdio --inherit-env --env --dir --mapdir --arg --stdin --wasi-clock --wasi-random --fuel --timeout --max-memory --max-wasm-stack --engine --scrub --prune --layout --max-segments --wasm-opt --verify --relaxed-simd-deterministic --wasi --wasm --timings --verbose --quiet --color --completions --man --help --version"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 1 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --output)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --init-func)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -f)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --warm-up)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --keep-export)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --rename-func)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --func-rename)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -r)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --keep-init-func)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --keep-initialize)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --reset)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --preload)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --preload-state)
                    COMPREPLY=($(compgen -W "refuse discard merge" -- "${cur}"))
                    return 0
                    ;;
                --import-memory)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --import-table)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --import-global)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --internalize)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --guard-address)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --allow-wasi)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --inherit-stdio)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --inherit-env)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --env)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --dir)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mapdir)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --arg)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --stdin)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --wasi-clock)
                    COMPREPLY=($(compgen -W "fixed host" -- "${cur}"))
                    return 0
                    ;;
                --wasi-random)
                    COMPREPLY=($(compgen -W "seeded host" -- "${cur}"))
                    return 0
                    ;;
                --fuel)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --max-memory)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --max-wasm-stack)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --engine)
                    COMPREPLY=($(compgen -W "auto wasmi winch cranelift" -- "${cur}"))
                    return 0
                    ;;
                --scrub)
                    COMPREPLY=($(compgen -W "off auto" -- "${cur}"))
                    return 0
                    ;;
                --prune)
                    COMPREPLY=($(compgen -W "off exports code" -- "${cur}"))
                    return 0
                    ;;
                --layout)
                    COMPREPLY=($(compgen -W "balanced size start" -- "${cur}"))
                    return 0
                    ;;
                --max-segments)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --wasm-opt)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --relaxed-simd-deterministic)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --wasi)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -S)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --wasm)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -W)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --completions)
                    COMPREPLY=($(compgen -W "bash elvish fish powershell zsh" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
    esac
}

if [[ "${BASH_VERSINFO[0]}" -eq 4 && "${BASH_VERSINFO[1]}" -ge 4 || "${BASH_VERSINFO[0]}" -gt 4 ]]; then
    complete -F _preinit -o nosort -o bashdefault -o default preinit
else
    complete -F _preinit -o bashdefault -o default preinit
fi
