;;! subject = "$main"
;;! preload = { env = "$host" }
(module $host
  (memory (export "memory") 1 4)
  (table (export "table") 4 8 funcref)
  (global (export "global") (mut i32) (i32.const 10))
  (data (i32.const 0) "host"))
(register "env" $host)
(module $main
  (import "env" "memory" (memory $m 1 4))
  (import "env" "table" (table $t 4 8 funcref))
  (import "env" "global" (global $g (mut i32)))
  (memory $own 1)
  (func $f)
  (elem declare func $f)
  (func $change (drop (memory.grow $m (i32.const 1))))
  (func (export "wizer-initialize") (call $change)))
