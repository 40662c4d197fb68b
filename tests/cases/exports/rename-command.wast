;; The recipe of a command: its entry point is replaced by one that resumes.
;;! init = ["setup"]
;;! renames = ["_start=resume"]
(module
  (global $n (mut i32) (i32.const 0))
  (func (export "setup") (global.set $n (i32.const 3)))
  (func (export "resume") (global.set $n (i32.add (global.get $n) (i32.const 1))))
  (func (export "_start") unreachable)
  (func (export "n") (result i32) (global.get $n)))
(invoke "_start")
(assert_return (invoke "n") (i32.const 4))
