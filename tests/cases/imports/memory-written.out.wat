(module $main
  (type (;0;) (func))
  (type (;1;) (func (param i32) (result i32)))
  (type (;2;) (func (result i32)))
  (import "env" "memory" (memory $m (;0;) 1 4))
  (export "load" (func 1))
  (export "last" (func 2))
  (func (;0;) (type 0)
    i32.const 0
    i32.const 72
    i32.store8
    i32.const 100
    i32.const 1
    i32.store
    i32.const 65535
    i32.const 9
    i32.store8
  )
  (func (;1;) (type 1) (param i32) (result i32)
    local.get 0
    i32.load
  )
  (func (;2;) (type 2) (result i32)
    i32.const 65535
    i32.load8_u
  )
  (data (;0;) (i32.const 0) "H")
  (data (;1;) (i32.const 100) "\01")
  (data (;2;) (i32.const 65535) "\09")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
