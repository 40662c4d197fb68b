(module $main
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (type (;2;) (func (result i32 i32)))
  (table $t (;0;) 2 funcref ref.func $lib:five)
  (global $lib:inner (;0;) funcref ref.func $lib:five)
  (global $lib:five (;1;) funcref global.get $lib:inner)
  (global $n (;2;) (mut i32) i32.const 5)
  (export "n" (func 1))
  (elem (;0;) (table $t) (i32.const 1) funcref (ref.func $lib:five))
  (func (;0;) (type 0)
    i32.const 0
    call_indirect (type 1)
    global.set $n
  )
  (func (;1;) (type 2) (result i32 i32)
    global.get $n
    i32.const 1
    call_indirect (type 1)
  )
  (func $lib:five (;2;) (type 1) (result i32)
    i32.const 5
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
