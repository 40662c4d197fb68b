(module
  (type $super (;0;) (sub (func (result anyref))))
  (type $sub (;1;) (sub $super (func (result i31ref))))
  (type (;2;) (func))
  (type (;3;) (func (param i32) (result i32)))
  (table $t (;0;) 3 (ref null $super))
  (export "super" (func 3))
  (export "sub" (func 4))
  (elem (;0;) declare func $a $b)
  (elem (;1;) (table $t) (i32.const 0) (ref null $super) (ref.func $a) (ref.func $b))
  (func $a (;0;) (type $super) (result anyref)
    i32.const 1
    ref.i31
  )
  (func $b (;1;) (type $sub) (result i31ref)
    i32.const 2
    ref.i31
  )
  (func (;2;) (type 2)
    i32.const 0
    ref.func $a
    table.set $t
    i32.const 1
    ref.func $b
    table.set $t
  )
  (func (;3;) (type 3) (param i32) (result i32)
    local.get 0
    call_indirect (type $super)
    ref.cast i31ref
    i31.get_s
  )
  (func (;4;) (type 3) (param i32) (result i32)
    local.get 0
    call_indirect (type $sub)
    i31.get_s
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
