;; An immutable global of a helper gives a segment's offset and another global's value.
;;! subject = "$main"
;;! preload = { env = "$host" }
(module $host (global (export "base") i32 (i32.const 64)))
(register "env" $host)
(module $main
  (import "env" "base" (global $base i32))
  (global $copy (mut i32) (global.get $base))
  (memory 1)
  (data (global.get $base) "data")
  (func (export "wizer-initialize") (i32.store8 (global.get $base) (i32.const 0x44)))
  (func (export "get") (result i32 i32) (global.get $copy) (i32.load (i32.const 64))))
(assert_return (invoke "get") (i32.const 64) (i32.const 0x6174_6144))
