;; Branch hints follow the functions that are left; those of the others go.
;;! prune = "code"
(module
  (memory 1)
  (func $fill (param i32)
    local.get 0
    (@metadata.code.branch_hint "\00") if
      (i32.store8 (i32.const 0) (i32.const 1))
    end)
  (func (export "wizer-initialize") (call $fill (i32.const 1)))
  (func $load (result i32)
    (i32.load8_u (i32.const 0))
    (@metadata.code.branch_hint "\01") if (result i32)
      i32.const 7
    else
      i32.const 8
    end)
  (func (export "run") (result i32)
    call $load
    block
      call $load
      (@metadata.code.branch_hint "\00") br_if 0
    end))
(assert_return (invoke "run") (i32.const 7))
