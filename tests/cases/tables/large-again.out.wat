(module
  (type $f (;0;) (func (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (param i32)))
  (type (;3;) (func (param i32) (result i32)))
  (type (;4;) (func))
  (table $t (;0;) 0 funcref)
  (export "t" (table $t))
  (export "size" (func 4))
  (export "call" (func 5))
  (start $preinit.start)
  (elem (;0;) declare func $a)
  (func $a (;0;) (type $f) (result i32)
    i32.const 1
  )
  (func (;1;) (type 1)
    i32.const 1100000
    call $grow
  )
  (func (;2;) (type 1)
    i32.const 50000
    call $grow
  )
  (func $grow (;3;) (type 2) (param i32)
    ref.func $a
    local.get 0
    table.grow $t
    drop
  )
  (func (;4;) (type $f) (result i32)
    table.size $t
  )
  (func (;5;) (type 3) (param i32) (result i32)
    local.get 0
    call_indirect (type $f)
  )
  (func $preinit.start (;6;) (type 4)
    ref.null func
    i32.const 1150000
    table.grow $t
    i32.const -1
    i32.eq
    if ;; label = @1
      unreachable
    end
    i32.const 0
    ref.func $a
    i32.const 1150000
    table.fill $t
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
  (@custom "preinit" (after code) "\01\01\01\cc\1ay2\a3\05\a1\d5")
)
