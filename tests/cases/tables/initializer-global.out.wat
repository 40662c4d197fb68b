(module $main
  (type $f (;0;) (func (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (param i32) (result i32)))
  (import "lib" "default" (global $default (;0;) funcref))
  (table $t (;0;) 6 funcref global.get $default)
  (export "size" (func 2))
  (export "call" (func 3))
  (elem (;0;) declare func $two)
  (elem (;1;) (i32.const 1) func $two)
  (elem (;2;) (i32.const 2) funcref (ref.null func))
  (elem (;3;) (i32.const 4) funcref (ref.null func))
  (elem (;4;) (i32.const 5) func $two)
  (func $two (;0;) (type $f) (result i32)
    i32.const 2
  )
  (func (;1;) (type 1)
    i32.const 1
    ref.func $two
    table.set $t
    i32.const 2
    ref.null func
    table.set $t
    ref.null func
    i32.const 1
    table.grow $t
    drop
    ref.func $two
    i32.const 1
    table.grow $t
    drop
  )
  (func (;2;) (type $f) (result i32)
    table.size $t
  )
  (func (;3;) (type 2) (param i32) (result i32)
    local.get 0
    call_indirect (type $f)
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
