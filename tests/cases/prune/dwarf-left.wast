;; Debug information in which not every address can be told goes, and so does what counts bytes in another way.
;;! prune = "code"
(module
  (memory 1)
  (func $helper nop)
  (func $init (export "wizer-initialize") (i32.store8 (i32.const 0) (i32.const 1)) (call $helper))
  (func $get (export "get") (result i32) (i32.load8_u (i32.const 0)))
  (@custom ".debug_line" (after last) "\04")
  (@custom "external_debug_info" (after last) "\05a.dwo"))
(assert_return (invoke "get") (i32.const 1))
