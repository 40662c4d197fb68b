(module
  (type $s (;0;) (struct (field $n (mut i32))))
  (type (;1;) (func))
  (type (;2;) (func (result i32 i32)))
  (global $g (;0;) (mut (ref null $s)) ref.null $s)
  (global $n (;1;) (mut i32) i32.const 5)
  (export "get" (func 2))
  (func (;0;) (type 1)
    i32.const 5
    struct.new $s
    global.set $g
  )
  (func (;1;) (type 1)
    global.get $g
    struct.get $s $n
    global.set $n
    ref.null $s
    global.set $g
  )
  (func (;2;) (type 2) (result i32 i32)
    global.get $n
    global.get $g
    ref.is_null
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
