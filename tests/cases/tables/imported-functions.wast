;; Entries that are imported functions: init puts them there, uncalled, and the snapshot calls them.
;;! subject = "$main"
(module $host
  (func (export "f") (result i32) (i32.const 50))
  (func (export "g") (result i32) (i32.const 60)))
(register "env" $host)
(module $main
  (type $f (func (result i32)))
  (import "env" "f" (func $f (type $f)))
  (import "env" "g" (func $g (type $f)))
  (table $t 4 funcref)
  (elem (i32.const 0) $f $own)
  (elem declare func $g)
  (func $own (type $f) (i32.const 70))
  (func (export "wizer-initialize")
    (table.set $t (i32.const 2) (ref.func $g))
    (table.copy (i32.const 3) (i32.const 0) (i32.const 1)))
  (func (export "call") (param i32) (result i32) (call_indirect (type $f) (local.get 0))))
(assert_return (invoke "call" (i32.const 0)) (i32.const 50))
(assert_return (invoke "call" (i32.const 1)) (i32.const 70))
(assert_return (invoke "call" (i32.const 2)) (i32.const 60))
(assert_return (invoke "call" (i32.const 3)) (i32.const 50))
