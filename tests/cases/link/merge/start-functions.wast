;; Start functions of two helpers and of the module, and a reactor's `_initialize`: each sees what came before it, and
;; segments of later modules are applied after the start functions of earlier ones.
;;! subject = "$main"
;;! preload = { a = "$a", b = "$b" }
;;! preload-state = "merge"
;;! original = false
(module $a
  (memory (export "memory") 1)
  (data (i32.const 0) "a")
  ;; Copies what is at 0 to 16, before `b` writes there.
  (func $start (i32.store8 (i32.const 16) (i32.load8_u (i32.const 0))))
  (start $start))
(module $b
  (import "a" "memory" (memory 1))
  (data (i32.const 0) "b")
  (func $start (i32.store8 (i32.const 17) (i32.load8_u (i32.const 0))))
  (start $start)
  (func (export "_initialize") (i32.store8 (i32.const 18) (i32.load8_u (i32.const 17)))))
(module $main
  (import "a" "memory" (memory 1))
  (data (i32.const 0) "m")
  (func $start (i32.store8 (i32.const 19) (i32.load8_u (i32.const 0))))
  (start $start)
  (func (export "wizer-initialize"))
  (func (export "get") (result i32) (i32.load (i32.const 16))))
(assert_return (invoke "get") (i32.const 0x6d62_6261))
