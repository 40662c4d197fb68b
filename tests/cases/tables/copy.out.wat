(module
  (type $f (;0;) (func (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (param i32) (result i32)))
  (table $callbacks (;0;) 5 8 funcref)
  (table $other (;1;) 4 funcref)
  (export "call" (func 4))
  (export "other" (func 5))
  (elem (;0;) (i32.const 0) func $one $two)
  (elem (;1;) (table $other) (i32.const 0) func $two)
  (elem (;2;) (table $other) (i32.const 2) func $three $three)
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
    i32.const 1
    i32.const 2
    table.copy $callbacks $other
    i32.const 0
    i32.const 1
    i32.const 3
    table.copy $other $other
  )
  (func (;4;) (type 2) (param i32) (result i32)
    local.get 0
    call_indirect (type $f)
  )
  (func (;5;) (type 2) (param i32) (result i32)
    local.get 0
    call_indirect $other (type $f)
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
