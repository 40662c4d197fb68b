(module
  (type (;0;) (func (result i32 f64)))
  (type (;1;) (func (result i32)))
  (global $n (;0;) (mut i32) i32.const 7)
  (export "n" (func 1))
  (func (;0;) (type 0) (result i32 f64)
    i32.const 7
    global.set $n
    i32.const 7
    f64.const 0x1.8p+0 (;=1.5;)
  )
  (func (;1;) (type 1) (result i32)
    global.get $n
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
