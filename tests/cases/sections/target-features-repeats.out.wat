(module
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (type (;2;) (func))
  (type (;3;) (func (param i32 i32 i32)))
  (memory (;0;) 1)
  (export "load" (func 1))
  (start $preinit.start)
  (func (;0;) (type 0)
    (local $at i32)
    loop ;; label = @1
      local.get $at
      i32.const 7
      i32.store8
      local.get $at
      i32.const 1
      i32.add
      local.tee $at
      i32.const 1000
      i32.lt_u
      br_if 0 (;@1;)
    end
  )
  (func (;1;) (type 1) (result i32)
    i32.const 999
    i32.load8_u
  )
  (func $preinit.repeat (;2;) (type 3) (param i32 i32 i32)
    loop ;; label = @1
      local.get 0
      local.get 1
      i32.add
      local.get 0
      local.get 1
      local.get 2
      local.get 1
      i32.sub
      local.get 1
      local.get 2
      local.get 1
      i32.sub
      i32.lt_u
      select
      memory.copy
      local.get 1
      i32.const 1
      i32.shl
      local.tee 1
      local.get 2
      i32.lt_u
      br_if 0 (;@1;)
    end
  )
  (func $preinit.start (;3;) (type 2)
    i32.const 0
    i32.const 1
    i32.const 1000
    call $preinit.repeat
  )
  (data (;0;) (i32.const 0) "\07")
  (@custom "target_features" (after data) "\02+\0fmutable-globals+\0bbulk-memory")
  (@producers
    (processed-by "preinit" "<version>")
  )
  (@custom "preinit" (after data) "\01\02\02kc#X\0a\f5\f5\19")
)
