(module
  (type $f (;0;) (func (result i32)))
  (type $g (;1;) (func (param i32) (result i32)))
  (type (;2;) (func))
  (table $nullable (;0;) 4 (ref null $f))
  (table $always (;1;) 3 (ref $g) ref.func $inc)
  (export "nullable" (func 4))
  (export "always" (func 5))
  (elem (;0;) declare func $one $dec)
  (elem (;1;) (table $nullable) (i32.const 2) (ref null $f) (ref.func $one))
  (elem (;2;) (table $always) (i32.const 1) (ref $g) (ref.func $dec))
  (func $one (;0;) (type $f) (result i32)
    i32.const 1
  )
  (func $inc (;1;) (type $g) (param i32) (result i32)
    local.get 0
    i32.const 1
    i32.add
  )
  (func $dec (;2;) (type $g) (param i32) (result i32)
    local.get 0
    i32.const 1
    i32.sub
  )
  (func (;3;) (type 2)
    i32.const 2
    ref.func $one
    table.set $nullable
    i32.const 1
    ref.func $dec
    table.set $always
  )
  (func (;4;) (type $g) (param i32) (result i32)
    local.get 0
    table.get $nullable
    call_ref $f
  )
  (func (;5;) (type $g) (param i32) (result i32)
    i32.const 10
    local.get 0
    table.get $always
    call_ref $g
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
