(module
  (type (;0;) (func (param i32 i32) (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (result i32)))
  (memory (;0;) 1)
  (export "get" (func 2))
  (func $count (;0;) (type 0) (param i32 i32) (result i32)
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
    return_call $count
  )
  (func (;1;) (type 1)
    i32.const 0
    i32.const 1000000
    i32.const 0
    call $count
    i32.store
  )
  (func (;2;) (type 2) (result i32)
    i32.const 0
    i32.load
  )
  (data (;0;) (i32.const 0) "@B\0f")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
