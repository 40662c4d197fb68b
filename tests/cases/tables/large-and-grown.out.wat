(module
  (type $f (;0;) (func (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (result i32 i32 i64 i32)))
  (type (;3;) (func (param i32) (result i32)))
  (type (;4;) (func (param i64) (result i32)))
  (type (;5;) (func))
  (table $one (;0;) 2 funcref)
  (table $nulls (;1;) 0 externref)
  (table $wide (;2;) i64 1 funcref)
  (table $small (;3;) 3 anyref)
  (export "one" (table $one))
  (export "sizes" (func 3))
  (export "call" (func 4))
  (export "wide" (func 5))
  (export "small" (func 6))
  (start $preinit.start)
  (elem (;0;) declare func $a $b)
  (func $a (;0;) (type $f) (result i32)
    i32.const 1
  )
  (func $b (;1;) (type $f) (result i32)
    i32.const 2
  )
  (func (;2;) (type 1)
    (local $at i32)
    ref.func $b
    i32.const 1199998
    table.grow $one
    drop
    i32.const 700000
    ref.func $a
    table.set $one
    i32.const 700001
    ref.null func
    table.set $one
    i32.const 800000
    ref.null func
    i32.const 1000
    table.fill $one
    ref.null extern
    i32.const 9000000
    table.grow $nulls
    drop
    ref.null func
    i64.const 1100000
    table.grow $wide
    drop
    i64.const 1099999
    ref.func $a
    table.set $wide
    i32.const 5
    ref.i31
    i32.const 60000
    table.grow $small
    drop
  )
  (func (;3;) (type 2) (result i32 i32 i64 i32)
    table.size $one
    table.size $nulls
    table.size $wide
    table.size $small
  )
  (func (;4;) (type 3) (param i32) (result i32)
    local.get 0
    call_indirect (type $f)
  )
  (func (;5;) (type 4) (param i64) (result i32)
    local.get 0
    call_indirect $wide (type $f)
  )
  (func (;6;) (type 3) (param i32) (result i32)
    local.get 0
    table.get $small
    ref.cast (ref i31)
    i31.get_s
  )
  (func $preinit.start (;7;) (type 5)
    ref.null func
    i32.const 1199998
    table.grow $one
    i32.const -1
    i32.eq
    if ;; label = @1
      unreachable
    end
    i32.const 0
    ref.func $a
    i32.const 1
    table.fill $one
    i32.const 2
    ref.func $b
    i32.const 699998
    table.fill $one
    i32.const 700000
    ref.func $a
    i32.const 1
    table.fill $one
    i32.const 700002
    ref.func $b
    i32.const 99998
    table.fill $one
    i32.const 801000
    ref.func $b
    i32.const 399000
    table.fill $one
    ref.null extern
    i32.const 9000000
    table.grow $nulls
    i32.const -1
    i32.eq
    if ;; label = @1
      unreachable
    end
    ref.null func
    i64.const 1100000
    table.grow $wide
    i64.const -1
    i64.eq
    if ;; label = @1
      unreachable
    end
    i64.const 1099999
    ref.func $a
    i64.const 1
    table.fill $wide
    ref.null any
    i32.const 60000
    table.grow $small
    i32.const -1
    i32.eq
    if ;; label = @1
      unreachable
    end
    i32.const 3
    i32.const 5
    ref.i31
    i32.const 60000
    table.fill $small
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
  (@custom "preinit" (after code) "\01\01\01J\b8jR\16)\d8H")
)
