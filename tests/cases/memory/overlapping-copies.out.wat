(module
  (type (;0;) (func))
  (type (;1;) (func (param i32) (result i64)))
  (memory (;0;) 1)
  (export "load" (func 1))
  (func (;0;) (type 0)
    i32.const 2
    i32.const 0
    i32.const 6
    memory.copy
    i32.const 65528
    i32.const 0
    i32.const 8
    memory.copy
  )
  (func (;1;) (type 1) (param i32) (result i64)
    local.get 0
    i64.load
  )
  (data (;0;) (i32.const 0) "ababcdef")
  (data (;1;) (i32.const 65528) "ababcdef")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
