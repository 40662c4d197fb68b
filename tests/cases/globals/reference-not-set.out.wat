(module
  (type $f (;0;) (func (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (param externref)))
  (type (;3;) (func (result i32 i32)))
  (global $func (;0;) funcref ref.func $seven)
  (global $typed (;1;) (ref $f) ref.func $seven)
  (global $extern (;2;) (mut externref) ref.null extern)
  (global $i31 (;3;) i31ref i32.const 9 ref.i31)
  (global $n (;4;) (mut i32) i32.const 1)
  (export "set" (func 2))
  (export "call" (func 3))
  (export "nulls" (func 4))
  (export "i31" (func 5))
  (export "n" (func 6))
  (func $seven (;0;) (type $f) (result i32)
    i32.const 7
  )
  (func (;1;) (type 1)
    i32.const 1
    global.set $n
  )
  (func (;2;) (type 2) (param externref)
    local.get 0
    global.set $extern
  )
  (func (;3;) (type $f) (result i32)
    global.get $typed
    call_ref $f
  )
  (func (;4;) (type 3) (result i32 i32)
    global.get $func
    ref.is_null
    global.get $extern
    ref.is_null
  )
  (func (;5;) (type $f) (result i32)
    global.get $i31
    i31.get_s
  )
  (func (;6;) (type $f) (result i32)
    global.get $n
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
