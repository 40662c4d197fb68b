;; An imported memory, table and global that init reads and leaves as they are.
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
  (func (export "wizer-initialize")
    (i32.store $own (i32.const 0)
      (i32.add (global.get $g) (i32.load8_u $m (i32.const 0))))
    (drop (table.get $t (i32.const 0))))
  (func (export "get") (result i32) (i32.load $own (i32.const 0)))
  (func (export "host") (result i32) (i32.load $m (i32.const 0))))
(assert_return (invoke "get") (i32.const 114))
(assert_return (invoke "host") (i32.const 0x7473_6f68))
