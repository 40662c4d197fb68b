(module $m
  (type $f (;0;) (func (result i32)))
  (type (;1;) (func))
  (table $t (;0;) 1 funcref)
  (global $callback (;0;) (mut funcref) ref.func $one)
  (global $typed (;1;) (mut (ref null $f)) ref.func $two)
  (global $cleared (;2;) (mut (ref null $f)) ref.null $f)
  (global $kept (;3;) (ref null $f) ref.func $one)
  (export "callback" (func 4))
  (export "typed" (func 5))
  (export "cleared" (func 6))
  (export "kept" (func 7))
  (elem (;0;) declare func $two)
  (func $one (;0;) (type $f) (result i32)
    i32.const 1
  )
  (func $two (;1;) (type $f) (result i32)
    i32.const 2
  )
  (func $register (;2;) (type 1)
    ref.func $one
    global.set $callback
    ref.func $two
    global.set $typed
    ref.null $f
    global.set $cleared
  )
  (func (;3;) (type 1)
    call $register
  )
  (func (;4;) (type $f) (result i32)
    i32.const 0
    global.get $callback
    table.set $t
    i32.const 0
    call_indirect (type $f)
  )
  (func (;5;) (type $f) (result i32)
    global.get $typed
    call_ref $f
  )
  (func (;6;) (type $f) (result i32)
    global.get $cleared
    ref.is_null
  )
  (func (;7;) (type $f) (result i32)
    global.get $kept
    call_ref $f
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
