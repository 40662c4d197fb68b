(module
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (memory (;0;) 1)
  (global $ready (;0;) (mut i32) i32.const 1)
  (export "memory" (memory 0))
  (export "_initialize" (func $preinit.initialized))
  (export "value" (func 2))
  (func (;0;) (type 0)
    global.get $ready
    if ;; label = @1
      unreachable
    end
    i32.const 1
    global.set $ready
  )
  (func (;1;) (type 0)
    i32.const 0
    global.get $ready
    i32.const 41
    i32.add
    i32.store
  )
  (func (;2;) (type 1) (result i32)
    i32.const 0
    i32.load
  )
  (func $preinit.initialized (;3;) (type 0))
  (data (;0;) (i32.const 0) "*")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
