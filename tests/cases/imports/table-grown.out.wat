(module $main
  (type $f (;0;) (func (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (param i32) (result i32)))
  (type (;3;) (func))
  (import "env" "table" (table $t (;0;) 2 8 funcref))
  (export "size" (func 3))
  (export "call" (func 4))
  (start $preinit.start)
  (elem (;0;) declare func $one $two)
  (elem (;1;) func $two $one $one)
  (elem (;2;) funcref (ref.null func))
  (func $one (;0;) (type $f) (result i32)
    i32.const 1
  )
  (func $two (;1;) (type $f) (result i32)
    i32.const 2
  )
  (func (;2;) (type 1)
    ref.func $one
    i32.const 2
    table.grow $t
    drop
    ref.null func
    i32.const 1
    table.grow $t
    drop
    i32.const 1
    ref.func $two
    table.set $t
  )
  (func (;3;) (type $f) (result i32)
    table.size $t
  )
  (func (;4;) (type 2) (param i32) (result i32)
    local.get 0
    call_indirect (type $f)
  )
  (func $preinit.start (;5;) (type 3)
    i32.const 5
    table.size $t
    i32.gt_u
    if ;; label = @1
      ref.null func
      i32.const 5
      table.size $t
      i32.sub
      table.grow $t
      i32.const -1
      i32.eq
      if ;; label = @2
        unreachable
      end
    end
    i32.const 1
    i32.const 0
    i32.const 3
    table.init 1
    i32.const 4
    i32.const 0
    i32.const 1
    table.init 2
    elem.drop 1
    elem.drop 2
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
  (@custom "preinit" (after code) "\01\01\01.\8b\18\07\14\ca\fa\a2")
)
