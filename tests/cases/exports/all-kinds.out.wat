(module
  (type (;0;) (func (param i32)))
  (type (;1;) (func))
  (type (;2;) (func (result i32)))
  (table $t (;0;) 1 funcref)
  (memory $m (;0;) 1)
  (tag $e (;0;) (type 0) (param i32))
  (global $g (;0;) (mut i32) i32.const 5)
  (export "memory" (memory $m))
  (export "table" (table $t))
  (export "global" (global $g))
  (export "tag" (tag 0))
  (export "" (func 1))
  (export "\u{1f980} name" (func 2))
  (func $init (;0;) (type 1)
    i32.const 5
    global.set $g
  )
  (func (;1;) (type 2) (result i32)
    global.get $g
  )
  (func (;2;) (type 2) (result i32)
    memory.size
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
