;; Entries of an imported table: one set, one cleared, one of the host's that stays.
;;! subject = "$main"
;;! preload = { env = "$host" }
(module $host
  (type $f (func (result i32)))
  (table $t (export "table") 4 8 funcref)
  (elem (i32.const 0) $ten $ten)
  (func $ten (type $f) (i32.const 10))
  (func (export "call") (param i32) (result i32) (call_indirect $t (type $f) (local.get 0))))
(register "env" $host)
(module $main
  (type $f (func (result i32)))
  (import "env" "table" (table $t 4 8 funcref))
  (elem declare func $one)
  (func $one (type $f) (i32.const 1))
  (func (export "wizer-initialize")
    (table.set $t (i32.const 1) (ref.null func))
    (table.set $t (i32.const 3) (ref.func $one)))
  (func (export "call") (param i32) (result i32) (call_indirect $t (type $f) (local.get 0))))
(assert_return (invoke "call" (i32.const 0)) (i32.const 10))
(assert_trap (invoke "call" (i32.const 1)) "uninitialized element")
(assert_trap (invoke "call" (i32.const 2)) "uninitialized element")
(assert_return (invoke "call" (i32.const 3)) (i32.const 1))
(assert_return (invoke $host "call" (i32.const 3)) (i32.const 1))
