(module $main
  (type (;0;) (func (param i32) (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (result i32)))
  (global $state (;0;) (mut i32) i32.const 8)
  (export "run" (func 1))
  (func (;0;) (type 1)
    i32.const 0
    call $lib:pick
    global.set $state
  )
  (func (;1;) (type 2) (result i32)
    block ;; label = @1
      global.get $state
      call $lib:pick
      (@metadata.code.branch_hint "\00")
      br_if 0 (;@1;)
    end
    global.get $state
  )
  (func $lib:unused (;2;) (type 1))
  (func $lib:pick (;3;) (type 0) (param i32) (result i32)
    local.get 0
    (@metadata.code.branch_hint "\01")
    if (result i32) ;; label = @1
      i32.const 7
    else
      i32.const 8
    end
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
