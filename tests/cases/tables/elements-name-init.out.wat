(module
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (table $t (;0;) 1 funcref)
  (global $n (;0;) (mut i32) i32.const 1)
  (export "again" (func 1))
  (elem (;0;) (i32.const 0) func $init)
  (func $init (;0;) (type 0)
    global.get $n
    i32.const 1
    i32.add
    global.set $n
  )
  (func (;1;) (type 1) (result i32)
    i32.const 0
    call_indirect (type 0)
    global.get $n
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
