(module
  (type $f (;0;) (func (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (param i32) (result i32)))
  (table $t (;0;) 5 (ref $f) ref.func $one)
  (export "size" (func 3))
  (export "call" (func 4))
  (elem (;0;) declare func $two)
  (elem (;1;) (table $t) (i32.const 2) (ref $f) (ref.func $two) (ref.func $two) (ref.func $two))
  (func $one (;0;) (type $f) (result i32)
    i32.const 1
  )
  (func $two (;1;) (type $f) (result i32)
    i32.const 2
  )
  (func (;2;) (type 1)
    ref.func $two
    i32.const 3
    table.grow $t
    drop
  )
  (func (;3;) (type $f) (result i32)
    table.size $t
  )
  (func (;4;) (type 2) (param i32) (result i32)
    local.get 0
    call_indirect (type $f)
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
