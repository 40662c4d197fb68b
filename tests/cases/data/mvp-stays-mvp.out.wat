(module
  (type $f (;0;) (func (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (param i32) (result i32)))
  (type (;3;) (func (result f64)))
  (table (;0;) 3 funcref)
  (memory (;0;) 2 4)
  (global $g (;0;) (mut f64) f64.const 0x1.4p+1 (;=2.5;))
  (export "load" (func 3))
  (export "g" (func 4))
  (export "call" (func 5))
  (elem (;0;) (i32.const 1) func $one)
  (func $one (;0;) (type $f) (result i32)
    i32.const 1
  )
  (func $start (;1;) (type 1)
    i32.const 1
    i32.const 73
    i32.store8
  )
  (func (;2;) (type 1)
    i32.const 1
    memory.grow
    drop
    i32.const 4096
    i32.const 0
    i32.store
    i32.const 70000
    i32.const 7
    i32.store
    f64.const 0x1.4p+1 (;=2.5;)
    global.set $g
  )
  (func (;3;) (type 2) (param i32) (result i32)
    local.get 0
    i32.load
  )
  (func (;4;) (type 3) (result f64)
    global.get $g
  )
  (func (;5;) (type 2) (param i32) (result i32)
    local.get 0
    call_indirect (type $f)
  )
  (data (;0;) (i32.const 0) "fIrst")
  (data (;1;) (i32.const 4100) "nd")
  (data (;2;) (i32.const 70000) "\07")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
