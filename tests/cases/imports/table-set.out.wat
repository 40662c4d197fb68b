(module $main
  (type $f (;0;) (func (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (param i32) (result i32)))
  (import "env" "table" (table $t (;0;) 4 8 funcref))
  (export "call" (func 2))
  (elem (;0;) declare func $one)
  (elem (;1;) (i32.const 1) funcref (ref.null func))
  (elem (;2;) (i32.const 3) func $one)
  (func $one (;0;) (type $f) (result i32)
    i32.const 1
  )
  (func (;1;) (type 1)
    i32.const 1
    ref.null func
    table.set $t
    i32.const 3
    ref.func $one
    table.set $t
  )
  (func (;2;) (type 2) (param i32) (result i32)
    local.get 0
    call_indirect (type $f)
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
