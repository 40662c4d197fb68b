(module
  (type $f (;0;) (func (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (param i64) (result i32)))
  (type (;3;) (func (result i64)))
  (table $t (;0;) i64 7 9 funcref)
  (export "call" (func 4))
  (export "grow" (func 5))
  (export "size" (func 6))
  (elem (;0;) (i64.const 0) func $two $one)
  (elem (;1;) (i64.const 5) func $three $three)
  (elem (;2;) declare func $two $three)
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
    i64.const 0
    ref.func $two
    table.set $t
    ref.null func
    i64.const 4
    table.grow $t
    drop
    i64.const 5
    ref.func $three
    i64.const 2
    table.fill $t
  )
  (func (;4;) (type 2) (param i64) (result i32)
    local.get 0
    call_indirect (type $f)
  )
  (func (;5;) (type 3) (result i64)
    ref.null func
    i64.const 2
    table.grow $t
  )
  (func (;6;) (type 3) (result i64)
    table.size $t
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
