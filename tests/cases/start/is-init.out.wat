(module
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (global $runs (;0;) (mut i32) i32.const 2)
  (export "runs" (func 1))
  (func $start (;0;) (type 0)
    global.get $runs
    i32.const 1
    i32.add
    global.set $runs
  )
  (func (;1;) (type 1) (result i32)
    global.get $runs
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
