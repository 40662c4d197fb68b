(module
  (type (;0;) (func (result i32)))
  (memory (;0;) 1)
  (export "run" (func 1))
  (func $load (;0;) (type 0) (result i32)
    i32.const 0
    i32.load8_u
    (@metadata.code.branch_hint "\01")
    if (result i32) ;; label = @1
      i32.const 7
    else
      i32.const 8
    end
  )
  (func (;1;) (type 0) (result i32)
    call $load
    block ;; label = @1
      call $load
      (@metadata.code.branch_hint "\00")
      br_if 0 (;@1;)
    end
  )
  (data (;0;) (i32.const 0) "\01")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
