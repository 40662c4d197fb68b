(module $main
  (type $f (;0;) (func (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (param i32) (result i32)))
  (import "lib" "hidden" (global $hidden (;0;) funcref))
  (table $t (;0;) 5 funcref)
  (export "call" (func 3))
  (elem (;0;) (table $t) (i32.const 1) funcref (global.get $hidden) (ref.func $one) (global.get $hidden))
  (elem (;1;) declare func $two)
  (elem (;2;) (i32.const 0) func $two)
  (elem (;3;) (i32.const 2) funcref (ref.null func))
  (elem (;4;) (i32.const 3) func $one)
  (func $one (;0;) (type $f) (result i32)
    i32.const 1
  )
  (func $two (;1;) (type $f) (result i32)
    i32.const 2
  )
  (func (;2;) (type 1)
    i32.const 0
    ref.func $two
    table.set $t
    i32.const 2
    ref.null func
    table.set $t
    i32.const 3
    ref.func $one
    table.set $t
  )
  (func (;3;) (type 2) (param i32) (result i32)
    local.get 0
    call_indirect (type $f)
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
