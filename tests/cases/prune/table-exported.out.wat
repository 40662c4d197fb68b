(module $main
  (type (;0;) (func (result i32)))
  (type (;1;) (func (result i64)))
  (type (;2;) (func))
  (table (;0;) 2 funcref)
  (export "t" (table 0))
  (export "run" (func 2))
  (elem (;0;) (i32.const 0) func $one $two)
  (func $one (;0;) (type 0) (result i32)
    i32.const 1
  )
  (func $two (;1;) (type 1) (result i64)
    i64.const 2
  )
  (func (;2;) (type 2))
  (@producers
    (processed-by "preinit" "<version>")
  )
)
