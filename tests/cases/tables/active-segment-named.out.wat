(module
  (type $f (;0;) (func (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (param i32)))
  (type (;3;) (func (param i32) (result i32)))
  (table $t (;0;) 4 funcref)
  (export "active" (func 3))
  (export "passive" (func 4))
  (export "drop" (func 5))
  (export "call" (func 6))
  (elem $active (;0;) func)
  (elem $passive (;1;) func $two)
  (elem (;2;) (i32.const 0) func $one $two)
  (func $one (;0;) (type $f) (result i32)
    i32.const 1
  )
  (func $two (;1;) (type $f) (result i32)
    i32.const 2
  )
  (func (;2;) (type 1)
    i32.const 1
    ref.func $two
    table.set $t
  )
  (func (;3;) (type 2) (param i32)
    i32.const 0
    i32.const 0
    local.get 0
    table.init $active
  )
  (func (;4;) (type 1)
    i32.const 3
    i32.const 0
    i32.const 1
    table.init $passive
  )
  (func (;5;) (type 1)
    elem.drop $active
  )
  (func (;6;) (type 3) (param i32) (result i32)
    local.get 0
    call_indirect (type $f)
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
