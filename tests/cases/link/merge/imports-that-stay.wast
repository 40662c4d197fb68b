;; Imports that no helper provides stay; one that both have is one, and functions of the helper's name that it lacks
;; stay imports, too.
;;! subject = "$main"
;;! preload = { lib = "$lib" }
;;! preload-state = "merge"
(module $host (func (export "log") (param i32)) (func (export "now") (result i64) (i64.const 5)))
(register "host" $host)
(module $lib
  (import "host" "log" (func $log (param i32)))
  (import "host" "now" (func $now (result i64)))
  (global $n (mut i32) (i32.const 0))
  (func (export "count") (param i32) (global.set $n (local.get 0)))
  (func (export "tell") (call $log (global.get $n)))
  (func (export "now") (result i64) (i64.add (call $now) (i64.extend_i32_u (global.get $n)))))
(register "lib" $lib)
(module $main
  (import "lib" "count" (func $count (param i32)))
  (import "lib" "tell" (func $tell))
  (import "lib" "now" (func $now (result i64)))
  (import "host" "log" (func $log (param i32)))
  (func (export "wizer-initialize") (call $count (i32.const 3)))
  (func (export "tell") (call $tell) (call $log (i32.const 0)))
  (func (export "now") (result i64) (call $now)))
(assert_return (invoke "tell"))
(assert_return (invoke "now") (i64.const 8))
