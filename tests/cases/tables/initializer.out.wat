(module
  (type $f (;0;) (func (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (param i32) (result i32)))
  (table $t (;0;) 3 (ref null $f) ref.func $one)
  (global $g (;0;) (mut i32) i32.const 1)
  (export "call" (func 3))
  (export "g" (func 4))
  (elem (;0;) (table $t) (i32.const 1) (ref null $f) (ref.func $two) (ref.null $f))
  (func $one (;0;) (type $f) (result i32)
    i32.const 1
  )
  (func $two (;1;) (type $f) (result i32)
    i32.const 2
  )
  (func (;2;) (type 1)
    i32.const 0
    call_indirect (type $f)
    global.set $g
  )
  (func (;3;) (type 2) (param i32) (result i32)
    local.get 0
    call_indirect (type $f)
  )
  (func (;4;) (type $f) (result i32)
    global.get $g
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
