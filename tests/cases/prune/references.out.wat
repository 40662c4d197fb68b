(module
  (type $f (;0;) (func (result i32)))
  (global $chosen (;0;) (ref null $f) ref.func $two)
  (export "chosen" (func 2))
  (export "one" (func 3))
  (elem (;0;) declare func $one)
  (func $one (;0;) (type $f) (result i32)
    i32.const 1
  )
  (func $two (;1;) (type $f) (result i32)
    i32.const 2
  )
  (func (;2;) (type $f) (result i32)
    global.get $chosen
    call_ref $f
  )
  (func (;3;) (type $f) (result i32)
    ref.func $one
    call_ref $f
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
