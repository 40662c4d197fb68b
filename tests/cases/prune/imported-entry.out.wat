(module $main
  (type (;0;) (func (param i32)))
  (type (;1;) (func (param i64)))
  (import "env" "called" (func $called (;0;) (type 0)))
  (table $t (;0;) 3 funcref)
  (export "run" (func 3))
  (elem (;0;) (i32.const 0) func $called $listed $own)
  (func $listed (;1;) (type 1) (param i64)
    unreachable
  )
  (func $own (;2;) (type 0) (param i32))
  (func (;3;) (type 0) (param i32)
    i32.const 5
    local.get 0
    call_indirect (type 0)
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
