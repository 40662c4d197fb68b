(module $main
  (type (;0;) (func (result i32)))
  (type (;1;) (func))
  (global $counter:n (;0;) (mut i32) i32.const 1)
  (global $n (;1;) (mut i32) i32.const 1)
  (export "n" (func 1))
  (export "next" (func $counter:next))
  (func (;0;) (type 1)
    call $counter:next
    global.set $n
  )
  (func (;1;) (type 0) (result i32)
    global.get $n
  )
  (func $counter:next (;2;) (type 0) (result i32)
    global.get $counter:n
    i32.const 1
    i32.add
    global.set $counter:n
    global.get $counter:n
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
