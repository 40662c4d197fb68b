(module $main
  (type $f (;0;) (func (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (param i32) (result i32)))
  (import "env" "f" (func $f (;0;) (type $f)))
  (import "env" "g" (func $g (;1;) (type $f)))
  (table $t (;0;) 4 funcref)
  (export "call" (func 4))
  (elem (;0;) (i32.const 0) func $f $own $g $f)
  (elem (;1;) declare func $g)
  (func $own (;2;) (type $f) (result i32)
    i32.const 70
  )
  (func (;3;) (type 1)
    i32.const 2
    ref.func $g
    table.set $t
    i32.const 3
    i32.const 0
    i32.const 1
    table.copy
  )
  (func (;4;) (type 2) (param i32) (result i32)
    local.get 0
    call_indirect (type $f)
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
