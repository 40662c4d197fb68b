(module $main
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (import "env" "table" (table $t (;0;) 1 8 funcref))
  (global $object (;0;) externref ref.null extern)
  (global $seen (;1;) (mut i32) i32.const 5)
  (export "seen" (func 1))
  (func (;0;) (type 0)
    table.size $t
    global.get $object
    ref.is_null
    i32.const 2
    table.get $t
    ref.is_null
    i32.add
    i32.add
    global.set $seen
  )
  (func (;1;) (type 1) (result i32)
    global.get $seen
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
