(module
  (type (;0;) (func (param i32)))
  (type (;1;) (func (param i32) (result i32)))
  (type (;2;) (func (result i32)))
  (memory (;0;) 1)
  (global $factor (;0;) (mut i32) i32.const 3)
  (global $calls (;1;) (mut i32) i32.const 2)
  (export "run" (func 1))
  (export "cached" (func 2))
  (export "calls" (func 3))
  (func (;0;) (type 0) (param i32)
    local.get 0
    global.set $factor
  )
  (func (;1;) (type 1) (param $n i32) (result i32)
    global.get $calls
    i32.const 1
    i32.add
    global.set $calls
    local.get $n
    i32.const 2
    i32.shl
    i32.load
    i32.eqz
    if ;; label = @1
      local.get $n
      i32.const 2
      i32.shl
      local.get $n
      global.get $factor
      i32.mul
      i32.store
    end
    local.get $n
    i32.const 2
    i32.shl
    i32.load
  )
  (func (;2;) (type 1) (param i32) (result i32)
    local.get 0
    i32.const 2
    i32.shl
    i32.load
  )
  (func (;3;) (type 2) (result i32)
    global.get $calls
  )
  (data (;0;) (i32.const 16) "\0c")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
