(module
  (type $f (;0;) (func (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (param i32) (result i32)))
  (table $callbacks (;0;) 6 8 funcref)
  (table $other (;1;) 2 funcref)
  (export "call" (func 6))
  (export "other" (func 7))
  (export "size" (func 8))
  (elem (;0;) (i32.const 1) func $four $two)
  (elem (;1;) (i32.const 5) func $one)
  (elem (;2;) (table $other) (i32.const 1) func $three)
  (elem (;3;) declare func $four)
  (func $one (;0;) (type $f) (result i32)
    i32.const 1
  )
  (func $two (;1;) (type $f) (result i32)
    i32.const 2
  )
  (func $three (;2;) (type $f) (result i32)
    i32.const 3
  )
  (func $four (;3;) (type $f) (result i32)
    i32.const 4
  )
  (func $register (;4;) (type 1)
    i32.const 1
    ref.func $four
    table.set $callbacks
    i32.const 3
    ref.null func
    table.set $callbacks
    i32.const 5
    ref.func $one
    table.set $callbacks
  )
  (func (;5;) (type 1)
    call $register
  )
  (func (;6;) (type 2) (param i32) (result i32)
    local.get 0
    call_indirect (type $f)
  )
  (func (;7;) (type 2) (param i32) (result i32)
    local.get 0
    call_indirect $other (type $f)
  )
  (func (;8;) (type $f) (result i32)
    table.size $callbacks
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
