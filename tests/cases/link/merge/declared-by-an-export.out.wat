(module $main
  (type (;0;) (func (result i32)))
  (type (;1;) (func))
  (global $n (;0;) (mut i32) i32.const 0)
  (export "n" (func 1))
  (elem (;0;) declare func $lib:f)
  (func (;0;) (type 1)
    call $lib:is-null
    global.set $n
  )
  (func (;1;) (type 0) (result i32)
    global.get $n
  )
  (func $lib:f (;2;) (type 0) (result i32)
    i32.const 7
  )
  (func $lib:is-null (;3;) (type 0) (result i32)
    ref.func $lib:f
    ref.is_null
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
