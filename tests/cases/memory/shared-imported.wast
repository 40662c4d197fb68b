;;! expect = "unsupported"
(module
  (import "env" "memory" (memory 1 2 shared))
  (func (export "wizer-initialize")))
