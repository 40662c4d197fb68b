(module
  (type (;0;) (func (param i32)))
  (type (;1;) (func))
  (type (;2;) (func (result i32)))
  (memory (;0;) 1)
  (global $__asyncify_state (;0;) (mut i32) i32.const 0)
  (global $__asyncify_data (;1;) (mut i32) i32.const 16)
  (global $n (;2;) (mut i32) i32.const 1)
  (export "asyncify_start_unwind" (func $asyncify_start_unwind))
  (export "asyncify_stop_unwind" (func $asyncify_stop_unwind))
  (export "asyncify_get_state" (func 2))
  (export "n" (func 4))
  (func $asyncify_start_unwind (;0;) (type 0) (param i32)
    i32.const 1
    global.set $__asyncify_state
    local.get 0
    global.set $__asyncify_data
  )
  (func $asyncify_stop_unwind (;1;) (type 1)
    i32.const 0
    global.set $__asyncify_state
  )
  (func (;2;) (type 2) (result i32)
    global.get $__asyncify_state
  )
  (func (;3;) (type 1)
    i32.const 16
    call $asyncify_start_unwind
    call $asyncify_stop_unwind
    i32.const 1
    global.set $n
  )
  (func (;4;) (type 2) (result i32)
    global.get $n
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
