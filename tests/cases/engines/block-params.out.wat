(module
  (type (;0;) (func (param i32) (result i32)))
  (type (;1;) (func (param i64)))
  (type (;2;) (func))
  (type (;3;) (func (result i32)))
  (memory (;0;) 1)
  (export "get" (func 2))
  (func $pick (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i64.const 7
    local.get $x
    i32.eqz
    if (type 1) (param i64) ;; label = @1
      block ;; label = @2
      end
      drop
    else
      drop
    end
  )
  (func (;1;) (type 2)
    i32.const 8
    i32.const 7
    call $pick
    i32.store
  )
  (func (;2;) (type 3) (result i32)
    i32.const 8
    i32.load
  )
  (data (;0;) (i32.const 8) "\07")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
