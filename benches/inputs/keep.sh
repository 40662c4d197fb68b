#!/usr/bin/env bash
# keep.sh DIRECTORY ARGUMENT ...
#
# What componentize-js takes for wizer: keeps what it is given, so that any tool can be run on it later. It
# makes nothing itself, and fails so that the client stops.
set -euo pipefail

kept=$1
shift
for argument; do
  case $argument in
    --dir=*) sources=${argument#--dir=} ;;
    --mapdir=/::*) workspace=${argument#--mapdir=/::} ;;
  esac
done
cp -r "$sources" "$kept/sources"

# The client makes a new temporary directory each time. With names of our own the input is always the same.
sed -e "s|$sources/|/sources/|g" -e "s|$workspace/|/|g" >"$kept/stdin"

# What the shell adds is not the client's.
env | grep -vE '^(PWD|OLDPWD|SHLVL|_)=' | LC_ALL=C sort >"$kept/env"
cp "${@: -1}" "$kept/input.wasm"
echo 'the input is kept' >&2
exit 1
