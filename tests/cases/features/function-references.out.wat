(module
  (type $f (;0;) (func (param i32) (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (result i32)))
  (memory (;0;) 1)
  (export "get" (func 2))
  (elem (;0;) declare func $inc)
  (func $inc (;0;) (type $f) (param i32) (result i32)
    local.get 0
    i32.const 1
    i32.add
  )
  (func (;1;) (type 1)
    (local $r (ref null $f))
    ref.func $inc
    local.set $r
    i32.const 0
    i32.const 4
    local.get $r
    call_ref $f
    i32.store
  )
  (func (;2;) (type 2) (result i32)
    i32.const 0
    i32.load
  )
  (data (;0;) (i32.const 0) "\05")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
