#!/usr/bin/env bash
# timed-wizer.sh LOG TOOL ARGUMENT ...
#
# Runs TOOL as a client would and appends one line to LOG, wall and CPU seconds, which the client's own
# time would hide. TOOL may be a `wasmtime`: its `wizer` subcommand spells some options differently.
set -euo pipefail

log=$1 tool=$2
shift 2
arguments=("$@")
if [[ $(basename "$tool") == wasmtime ]]; then
  # `-C cache=n`: it keeps compiled code by default, which would time the cache.
  # The trap stands for what others do unasked: imports that init does not call need not exist.
  arguments=(wizer -C cache=n -W unknown-imports-trap=y)
  for argument; do
    case $argument in
      --allow-wasi) arguments+=(-S cli) ;;
      --inherit-env=true) arguments+=(-S inherit-env) ;;
      --mapdir=*)
        pair=${argument#--mapdir=}
        arguments+=("--dir=${pair#*::}::${pair%%::*}") ;;
      --wasm-bulk-memory=true) ;;
      *) arguments+=("$argument") ;;
    esac
  done
fi

# `time` writes to the shell's own standard error; the tool's goes on to the client.
TIMEFORMAT='%R %U %S'
exec 3>&2
{ time "$tool" "${arguments[@]}" 2>&3; } 2>>"$log"
