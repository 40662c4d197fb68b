(module
  (type (;0;) (func))
  (type (;1;) (func (param i32) (result i32)))
  (memory (;0;) 1)
  (export "load" (func 1))
  (func (;0;) (type 0)
    i32.const 4
    i32.const 0
    i32.const 8
    memory.fill
  )
  (func (;1;) (type 1) (param i32) (result i32)
    local.get 0
    i32.load
  )
  (data (;0;) (i32.const 0) "abcd\00\00\00\00\00\00\00\00mnop")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
