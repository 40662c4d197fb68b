;; Imports between others become definitions: indices move, so code, names, exports and segments are written anew.
;;! subject = "$main"
;;! import-memory = ["env.*"]
;;! import-global = ["env.a=1", "env.b=2", "env.c=3"]
;;! internalize = ["env.a", "env.first"]
;;! code-moves = true
(module $env
  (memory (export "first") 1)
  (memory (export "second") 1)
  (global (export "a") i32 (i32.const 1))
  (global (export "b") i32 (i32.const 2))
  (global (export "c") i32 (i32.const 3)))
(register "env" $env)
(module $main
  (import "env" "first" (memory $first 1))
  (import "env" "second" (memory $second 1))
  (import "env" "a" (global $a i32))
  (import "env" "b" (global $b i32))
  (import "env" "c" (global $c i32))
  (memory $own 1)
  (global $d (mut i32) (global.get $a))
  (data $p "passive")
  (data (memory $first) (i32.const 8) "first")
  (data (memory $own) (i32.const 8) "own")
  (export "first" (memory $first))
  (func (export "wizer-initialize")
    (i32.store $first (i32.const 0) (global.get $a))
    (i32.store $own (i32.const 0) (i32.add (global.get $b) (i32.load $second (i32.const 0))))
    (global.set $d (i32.add (global.get $d) (global.get $c))))
  (func (export "init") (memory.init $first $p (i32.const 16) (i32.const 0) (i32.const 7)))
  (func (export "load") (param $at i32) (result i32 i32 i32)
    (i32.load $first (local.get $at))
    (i32.load $own (local.get $at))
    (i32.load $second (local.get $at)))
  (func (export "d") (result i32) (global.get $d)))
(assert_return (invoke "load" (i32.const 0)) (i32.const 1) (i32.const 2) (i32.const 0))
(assert_return (invoke "load" (i32.const 8)) (i32.const 0x7372_6966) (i32.const 0x006e_776f) (i32.const 0))
(assert_return (invoke "d") (i32.const 4))
(invoke "init")
(assert_return (invoke "load" (i32.const 16)) (i32.const 0x7373_6170) (i32.const 0) (i32.const 0))
