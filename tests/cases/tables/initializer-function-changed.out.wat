(module
  (type $f (;0;) (func (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (param i32) (result i32)))
  (table $t (;0;) 7 (ref null $f) ref.func $one)
  (export "size" (func 4))
  (export "call" (func 5))
  (elem (;0;) declare func $three)
  (elem (;1;) (table $t) (i32.const 1) (ref null $f) (ref.null $f) (ref.func $three) (ref.func $two) (ref.null $f) (ref.null $f))
  (elem (;2;) declare func $one)
  (func $one (;0;) (type $f) (result i32)
    i32.const 1
  )
  (func $two (;1;) (type $f) (result i32)
    i32.const 2
  )
  (func $three (;2;) (type $f) (result i32)
    i32.const 3
  )
  (func (;3;) (type 1)
    i32.const 1
    ref.null $f
    table.set $t
    i32.const 2
    ref.func $three
    table.set $t
    i32.const 4
    ref.null $f
    table.set $t
    ref.null $f
    i32.const 1
    table.grow $t
    drop
    ref.func $one
    i32.const 1
    table.grow $t
    drop
  )
  (func (;4;) (type $f) (result i32)
    table.size $t
  )
  (func (;5;) (type 2) (param i32) (result i32)
    local.get 0
    call_indirect (type $f)
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
