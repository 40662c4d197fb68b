(module
  (type $f (;0;) (func (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (param i32) (result i32)))
  (table $callbacks (;0;) 6 funcref)
  (export "call" (func 3))
  (elem (;0;) (i32.const 1) func $one $two $two $two)
  (elem (;1;) declare func $two)
  (func $one (;0;) (type $f) (result i32)
    i32.const 1
  )
  (func $two (;1;) (type $f) (result i32)
    i32.const 2
  )
  (func (;2;) (type 1)
    i32.const 2
    ref.func $two
    i32.const 3
    table.fill $callbacks
    i32.const 0
    ref.null func
    i32.const 1
    table.fill $callbacks
  )
  (func (;3;) (type 2) (param i32) (result i32)
    local.get 0
    call_indirect (type $f)
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
