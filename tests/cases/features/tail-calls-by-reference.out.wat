(module
  (type $f (;0;) (func (param i32 i32) (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (param i32) (result i32)))
  (table $t (;0;) 1 funcref)
  (global $g (;0;) (mut (ref null $f)) ref.func $by-reference)
  (export "count" (func 3))
  (elem (;0;) (i32.const 0) func $by-table)
  (elem (;1;) declare func $by-table $by-reference)
  (func $by-table (;0;) (type $f) (param i32 i32) (result i32)
    local.get 0
    i32.eqz
    if ;; label = @1
      local.get 1
      return
    end
    local.get 0
    i32.const 1
    i32.sub
    local.get 1
    i32.const 1
    i32.add
    global.get $g
    return_call_ref $f
  )
  (func $by-reference (;1;) (type $f) (param i32 i32) (result i32)
    local.get 0
    i32.eqz
    if ;; label = @1
      local.get 1
      return
    end
    local.get 0
    i32.const 1
    i32.sub
    local.get 1
    i32.const 1
    i32.add
    i32.const 0
    return_call_indirect (type $f)
  )
  (func (;2;) (type 1)
    i32.const 0
    ref.func $by-table
    table.set $t
    ref.func $by-reference
    global.set $g
  )
  (func (;3;) (type 2) (param i32) (result i32)
    local.get 0
    i32.const 0
    i32.const 0
    call_indirect (type $f)
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
