(module $main
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (type (;2;) (func (param i32)))
  (memory $a (;0;) 1)
  (export "get" (func 1))
  (export "set" (func 2))
  (export "other" (func 3))
  (func (;0;) (type 0)
    i32.const 0
    i32.const 5
    i32.store
  )
  (func (;1;) (type 1) (result i32)
    i32.const 0
    i32.load
  )
  (func (;2;) (type 2) (param i32)
    i32.const 0
    local.get 0
    i32.store
  )
  (func (;3;) (type 1) (result i32)
    i32.const 0
    i32.load
  )
  (data (;0;) (i32.const 0) "\05")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
