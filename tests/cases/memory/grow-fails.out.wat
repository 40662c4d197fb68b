(module
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (memory (;0;) 1 2)
  (global $result (;0;) (mut i32) i32.const -1)
  (export "result" (func 1))
  (export "size" (func 2))
  (func (;0;) (type 0)
    i32.const 2
    memory.grow
    global.set $result
  )
  (func (;1;) (type 1) (result i32)
    global.get $result
  )
  (func (;2;) (type 1) (result i32)
    memory.size
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
