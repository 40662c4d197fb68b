(module
  (@dylink.0
    (mem-info (memory 1001 2) (table 1 0))
    (needed "libc.so")
  )
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (memory (;0;) 1)
  (export "memory" (memory 0))
  (export "load" (func 1))
  (func (;0;) (type 0)
    i32.const 1000
    i32.const 1
    i32.store
  )
  (func (;1;) (type 1) (result i32)
    i32.const 1000
    i32.load
  )
  (data (;0;) (i32.const 0) "0123456789abcdef")
  (data (;1;) (i32.const 1000) "\01")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
