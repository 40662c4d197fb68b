(module $main
  (type (;0;) (func))
  (type (;1;) (func (result i64)))
  (import "env" "memory" (memory (;0;) i64 1 4))
  (global $n (;0;) (mut i64) i64.const 1)
  (export "n" (func 1))
  (func (;0;) (type 0)
    memory.size
    global.set $n
  )
  (func (;1;) (type 1) (result i64)
    global.get $n
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
