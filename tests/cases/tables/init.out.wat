(module
  (type $f (;0;) (func (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (param i32) (result i32)))
  (table $callbacks (;0;) 4 funcref)
  (export "again" (func 4))
  (export "call" (func 5))
  (elem $handlers (;0;) func $one $two $three)
  (elem (;1;) (i32.const 2) func $two $three)
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
    i32.const 2
    i32.const 1
    i32.const 2
    table.init $handlers
  )
  (func (;4;) (type 1)
    i32.const 0
    i32.const 0
    i32.const 2
    table.init $handlers
  )
  (func (;5;) (type 2) (param i32) (result i32)
    local.get 0
    call_indirect (type $f)
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
