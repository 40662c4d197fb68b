;;! expect = "init"
(module
  (import "env" "log" (func $log))
  (func $start (call $log))
  (start $start)
  (func (export "wizer-initialize")))
