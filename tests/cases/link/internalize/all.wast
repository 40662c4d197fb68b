;; Every memory, table and global that is imported becomes the module's own, at the index it had: code is not
;; touched. Functions stay imports.
;;! subject = "$main"
;;! import-memory = ["env.memory=2"]
;;! import-table = ["env.table"]
;;! import-global = ["env.base=16", "env.counter=1"]
;;! internalize = ["all"]
(module $env
  (memory (export "memory") 2 4)
  (table (export "table") 2 funcref)
  (global (export "base") i32 (i32.const 16))
  (global (export "counter") (mut i32) (i32.const 1))
  (func (export "log")))
(register "env" $env)
(module $main
  (import "env" "log" (func $log))
  (import "env" "memory" (memory $memory 1 4))
  (import "env" "table" (table $table 2 funcref))
  (import "env" "base" (global $base i32))
  (import "env" "counter" (global $counter (mut i32)))
  (global $own (mut i32) (global.get $base))
  (data (global.get $base) "data")
  (elem (i32.const 1) func $get)
  (func (export "wizer-initialize")
    (i32.store8 (global.get $base) (i32.const 0x44))
    (global.set $counter (i32.add (global.get $counter) (memory.grow (i32.const 1)))))
  (func $get (export "get") (result i32) (i32.load (i32.const 16)))
  (func (export "state") (result i32 i32 i32)
    (global.get $counter) (memory.size) (global.get $own))
  (func (export "indirect") (result i32) (call_indirect (result i32) (i32.const 1)))
  (func (export "log") (call $log)))
(assert_return (invoke "get") (i32.const 0x6174_6144))
(assert_return (invoke "state") (i32.const 3) (i32.const 3) (i32.const 16))
(assert_return (invoke "indirect") (i32.const 0x6174_6144))
(assert_return (invoke "log"))
