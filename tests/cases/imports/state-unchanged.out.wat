(module $main
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (import "env" "memory" (memory $m (;0;) 1 4))
  (import "env" "table" (table $t (;0;) 4 8 funcref))
  (import "env" "global" (global $g (;0;) (mut i32)))
  (memory $own (;1;) 1)
  (export "get" (func 2))
  (export "host" (func 3))
  (elem (;0;) declare func $f)
  (func $f (;0;) (type 0))
  (func (;1;) (type 0)
    i32.const 0
    global.get $g
    i32.const 0
    i32.load8_u
    i32.add
    i32.store $own
    i32.const 0
    table.get $t
    drop
  )
  (func (;2;) (type 1) (result i32)
    i32.const 0
    i32.load $own
  )
  (func (;3;) (type 1) (result i32)
    i32.const 0
    i32.load
  )
  (data (;0;) (memory $own) (i32.const 0) "r")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
