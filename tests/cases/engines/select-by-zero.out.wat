(module
  (type (;0;) (func (param i32) (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (result i32)))
  (memory (;0;) 1)
  (export "get" (func 2))
  (func $pick (;0;) (type 0) (param $x i32) (result i32)
    i32.const 1
    local.get $x
    local.get $x
    i32.eqz
    select
  )
  (func (;1;) (type 1)
    i32.const 8
    i32.const 7
    call $pick
    i32.store
  )
  (func (;2;) (type 2) (result i32)
    i32.const 8
    i32.load
  )
  (data (;0;) (i32.const 8) "\07")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
