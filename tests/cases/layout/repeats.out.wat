(module
  (type (;0;) (func))
  (type (;1;) (func (param i32 i32) (result i32)))
  (type (;2;) (func))
  (type (;3;) (func (param i32 i32 i32)))
  (memory (;0;) 1)
  (export "memory" (memory 0))
  (export "sum" (func 1))
  (start $preinit.start)
  (func (;0;) (type 0)
    (local $i i32)
    i32.const 100
    i32.const 7
    i32.const 1000
    memory.fill
    i32.const 1099
    i32.const 8
    i32.store8
    loop ;; label = @1
      i32.const 2000
      local.get $i
      i32.const 12
      i32.mul
      i32.add
      i32.const 287454020
      i32.store
      i32.const 2006
      local.get $i
      i32.const 12
      i32.mul
      i32.add
      i32.const 21862
      i32.store16
      i32.const 4000
      local.get $i
      i32.const 8
      i32.mul
      i32.add
      i64.const 9
      i64.store
      local.get $i
      i32.const 1
      i32.add
      local.tee $i
      i32.const 50
      i32.lt_u
      br_if 0 (;@1;)
    end
    i32.const 6000
    i32.const 3
    i32.const 20
    memory.fill
  )
  (func (;1;) (type 1) (param $at i32) (param $end i32) (result i32)
    (local $sum i32)
    loop ;; label = @1
      local.get $sum
      i32.const 31
      i32.mul
      local.get $at
      i32.load8_u
      i32.add
      local.set $sum
      local.get $at
      i32.const 1
      i32.add
      local.tee $at
      local.get $end
      i32.lt_u
      br_if 0 (;@1;)
    end
    local.get $sum
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
    i32.const 100
    i32.const 1
    i32.const 999
    call $preinit.repeat
    i32.const 2000
    i32.const 12
    i32.const 596
    call $preinit.repeat
    i32.const 4000
    i32.const 8
    i32.const 393
    call $preinit.repeat
  )
  (data (;0;) (i32.const 100) "\07")
  (data (;1;) (i32.const 1099) "\08")
  (data (;2;) (i32.const 2000) "D3\22\11\00\00fU")
  (data (;3;) (i32.const 4000) "\09")
  (data (;4;) (i32.const 6000) "\03\03\03\03\03\03\03\03\03\03\03\03\03\03\03\03\03\03\03\03")
  (@producers
    (processed-by "preinit" "<version>")
  )
  (@custom "preinit" (after data) "\01\02\02\c6(|\08(b\feZ")
)
