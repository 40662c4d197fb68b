(module
  (type $nullary (;0;) (func))
  (type (;1;) (func (result i32)))
  (memory (;0;) 1)
  (export "memory" (memory 0))
  (export "is-null" (func 1))
  (export "byte" (func 2))
  (elem (;0;) declare func $init)
  (func $init (;0;) (type $nullary)
    i32.const 3
    i32.const 7
    i32.store8
  )
  (func (;1;) (type 1) (result i32)
    ref.func $init
    ref.is_null
  )
  (func (;2;) (type 1) (result i32)
    i32.const 3
    i32.load8_u
  )
  (data (;0;) (i32.const 3) "\07")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
