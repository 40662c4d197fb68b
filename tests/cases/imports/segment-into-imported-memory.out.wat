(module $main
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (import "env" "memory" (memory $m (;0;) 1 4))
  (memory $own (;1;) 1)
  (export "own" (func 1))
  (export "host" (func 2))
  (func (;0;) (type 0)
    i32.const 0
    i32.const 8
    i32.load8_u
    i32.store8 $own
  )
  (func (;1;) (type 1) (result i32)
    i32.const 0
    i32.load8_u $own
  )
  (func (;2;) (type 1) (result i32)
    i32.const 8
    i32.load
  )
  (data (;0;) (i32.const 8) "segment")
  (data (;1;) (memory $own) (i32.const 0) "s\00\00\00\00\00\00\00x")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
