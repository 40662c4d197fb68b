(module
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (memory (;0;) 1)
  (export "again" (func 1))
  (export "get" (func 2))
  (func (;0;) (type 0)
    i32.const 0
    i32.const 0
    i32.const 2
    memory.init $p
  )
  (func (;1;) (type 1) (result i32)
    i32.const 8
    i32.const 1
    i32.const 4
    memory.init $p
    i32.const 8
    i32.load
  )
  (func (;2;) (type 1) (result i32)
    i32.const 0
    i32.load
  )
  (data $p (;0;) "hello")
  (data (;1;) (i32.const 0) "he")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
