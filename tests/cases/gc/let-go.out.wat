(module
  (type $s (;0;) (struct (field $n (mut i32))))
  (type (;1;) (func))
  (type (;2;) (func (result i32)))
  (global $gone (;0;) (mut (ref null $s)) ref.null $s)
  (global $stays (;1;) (ref null $s) i32.const 2 struct.new $s)
  (export "gone" (func 1))
  (export "stays" (func 2))
  (func (;0;) (type 1)
    global.get $gone
    i32.const 3
    struct.set $s $n
    ref.null $s
    global.set $gone
  )
  (func (;1;) (type 2) (result i32)
    global.get $gone
    ref.is_null
  )
  (func (;2;) (type 2) (result i32)
    global.get $stays
    struct.get $s $n
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
