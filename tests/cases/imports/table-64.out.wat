(module $main
  (type $f (;0;) (func (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (result i64)))
  (type (;3;) (func (param i64) (result i32)))
  (type (;4;) (func))
  (import "env" "table" (table $t (;0;) i64 2 8 funcref))
  (export "size" (func 2))
  (export "call" (func 3))
  (start $preinit.start)
  (elem (;0;) declare func $one)
  (elem (;1;) func $one $one)
  (func $one (;0;) (type $f) (result i32)
    i32.const 1
  )
  (func (;1;) (type 1)
    i64.const 1
    ref.func $one
    table.set $t
    ref.func $one
    i64.const 1
    table.grow $t
    drop
  )
  (func (;2;) (type 2) (result i64)
    table.size $t
  )
  (func (;3;) (type 3) (param i64) (result i32)
    local.get 0
    call_indirect (type $f)
  )
  (func $preinit.start (;4;) (type 4)
    i64.const 3
    table.size $t
    i64.gt_u
    if ;; label = @1
      ref.null func
      i64.const 3
      table.size $t
      i64.sub
      table.grow $t
      i64.const -1
      i64.eq
      if ;; label = @2
        unreachable
      end
    end
    i64.const 1
    i32.const 0
    i32.const 2
    table.init 1
    elem.drop 1
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
  (@custom "preinit" (after code) "\01\01\01t\8f\fd\bb\e3\a2\16\9e")
)
