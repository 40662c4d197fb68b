;; Nothing goes: the init function can be called again, and the global that nothing writes can still change.
;;! prune = "off"
;;! keep-init-func = true
(module
  (global $never (mut i32) (i32.const 5))
  (global $n (mut i32) (i32.const 0))
  (func (export "wizer-initialize") (global.set $n (i32.add (global.get $n) (global.get $never))))
  (func (export "run") (result i32) (global.get $n)))
(assert_return (invoke "run") (i32.const 5))
(invoke "wizer-initialize")
(assert_return (invoke "run") (i32.const 10))
