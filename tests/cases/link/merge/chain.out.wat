(module $main
  (type (;0;) (func (result i32)))
  (type (;1;) (func))
  (global $a:n (;0;) (mut i32) i32.const 3)
  (global $b:n (;1;) (mut i32) i32.const 103)
  (global $n (;2;) (mut i32) i32.const 105)
  (export "n" (func 1))
  (export "g" (func 2))
  (export "f" (func $a:f))
  (func (;0;) (type 1)
    call $a:f
    drop
    call $a:f
    call $b:g
    i32.add
    global.set $n
  )
  (func (;1;) (type 0) (result i32)
    global.get $n
  )
  (func (;2;) (type 0) (result i32)
    call $b:g
  )
  (func $a:f (;3;) (type 0) (result i32)
    global.get $a:n
    i32.const 1
    i32.add
    global.set $a:n
    global.get $a:n
  )
  (func $b:g (;4;) (type 0) (result i32)
    global.get $b:n
    call $a:f
    i32.add
    global.set $b:n
    global.get $b:n
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
