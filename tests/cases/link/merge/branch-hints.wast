;; Branch hints of both modules follow their instructions, whose indices are longer or shorter than they were.
;;! subject = "$main"
;;! preload = { lib = "$lib" }
;;! preload-state = "merge"
(module $lib
  (func $unused)
  (func (export "pick") (param i32) (result i32)
    local.get 0
    (@metadata.code.branch_hint "\01") if (result i32)
      i32.const 7
    else
      i32.const 8
    end))
(register "lib" $lib)
(module $main
  (import "lib" "pick" (func $pick (param i32) (result i32)))
  (global $state (mut i32) (i32.const 0))
  (func (export "wizer-initialize") (global.set $state (call $pick (i32.const 0))))
  (func (export "run") (result i32)
    block
      (call $pick (global.get $state))
      (@metadata.code.branch_hint "\00") br_if 0
    end
    global.get $state))
(assert_return (invoke "run") (i32.const 8))
