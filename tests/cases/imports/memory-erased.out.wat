(module $main
  (type (;0;) (func))
  (type (;1;) (func (param i32) (result i32)))
  (import "env" "memory" (memory $m (;0;) 1))
  (export "load" (func 1))
  (func (;0;) (type 0)
    i32.const 2
    i32.const 0
    i32.const 6
    memory.fill
  )
  (func (;1;) (type 1) (param i32) (result i32)
    local.get 0
    i32.load
  )
  (data (;0;) (i32.const 2) "\00\00\00\00\00\00")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
