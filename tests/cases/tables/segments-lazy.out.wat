(module
  (type $f (;0;) (func (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (param i32) (result i32)))
  (table $plain (;0;) 4 funcref)
  (table $typed (;1;) 4 (ref null $f))
  (export "plain" (func 3))
  (export "typed" (func 4))
  (elem (;0;) (i32.const 0) func $one)
  (elem (;1;) (i32.const 2) func $two)
  (elem (;2;) declare func $two)
  (elem (;3;) (table $typed) (i32.const 0) (ref null $f) (ref.func $one))
  (elem (;4;) (table $typed) (i32.const 2) (ref null $f) (ref.func $two))
  (func $one (;0;) (type $f) (result i32)
    i32.const 1
  )
  (func $two (;1;) (type $f) (result i32)
    i32.const 2
  )
  (func (;2;) (type 1)
    i32.const 2
    ref.func $two
    table.set $plain
    i32.const 2
    ref.func $two
    table.set $typed
  )
  (func (;3;) (type 2) (param i32) (result i32)
    local.get 0
    call_indirect (type $f)
  )
  (func (;4;) (type 2) (param i32) (result i32)
    local.get 0
    call_indirect $typed (type $f)
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
