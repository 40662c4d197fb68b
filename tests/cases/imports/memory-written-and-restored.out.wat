(module $main
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (import "env" "memory" (memory $m (;0;) 1 4))
  (import "env" "table" (table $t (;0;) 4 8 funcref))
  (import "env" "global" (global $g (;0;) (mut i32)))
  (memory $own (;1;) 1)
  (export "host" (func 2))
  (elem (;0;) declare func $f)
  (func $f (;0;) (type 0))
  (func (;1;) (type 0)
    i32.const 0
    i32.const 0
    i32.store8
    i32.const 0
    i32.const 104
    i32.store8
  )
  (func (;2;) (type 1) (result i32)
    i32.const 0
    i32.load
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
