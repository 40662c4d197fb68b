(module
  (type (;0;) (func))
  (type (;1;) (func (param i64) (result i32)))
  (type (;2;) (func (param i32) (result i32)))
  (type (;3;) (func))
  (type (;4;) (func (param i32 i32 i32)))
  (memory $a (;0;) i64 70)
  (memory $b (;1;) 70)
  (memory $empty (;2;) 1)
  (export "a" (func 1))
  (export "b" (func 2))
  (start $preinit.start)
  (func (;0;) (type 0)
    (local $at i32)
    loop $next
      local.get $at
      i64.extend_i32_u
      i64.const 1
      i64.store
      local.get $at
      i32.const 5
      i32.add
      i32.const 2
      i32.store8 $b
      local.get $at
      i32.const 150001
      i32.add
      local.tee $at
      i32.const 4587000
      i32.lt_u
      br_if $next
    end
  )
  (func (;1;) (type 1) (param i64) (result i32)
    local.get 0
    i32.load8_u
  )
  (func (;2;) (type 2) (param i32) (result i32)
    local.get 0
    i32.load8_u $b
  )
  (func $preinit.place (;3;) (type 4) (param i32 i32 i32)
    (local i64 i64 i64 i64 i32)
    i64.const 4082
    local.set 3
    local.get 1
    i32.const 4081
    i32.sub
    local.set 1
    loop ;; label = @1
      local.get 3
      i64.const 4081
      i64.gt_u
      if ;; label = @2
        local.get 1
        local.get 3
        i64.const 1
        i64.sub
        i32.wrap_i64
        i32.add
        local.set 1
        i64.const 1
        local.tee 3
        local.get 1
        i32.const 4096
        i32.const 306
        local.get 1
        i32.sub
        i32.const 4096
        i32.const 306
        local.get 1
        i32.sub
        i32.lt_u
        select
        memory.init 0
      end
      local.get 4
      i64.const 0
      local.set 5
      i64.const 0
      local.set 6
      loop ;; label = @2
        local.get 3
        i32.load8_u
        local.tee 7
        i32.const 127
        i32.and
        i64.extend_i32_u
        local.get 6
        i64.shl
        local.get 5
        i64.or
        local.set 5
        local.get 6
        i64.const 7
        i64.add
        local.set 6
        local.get 3
        i64.const 1
        i64.add
        local.set 3
        local.get 7
        i32.const 128
        i32.and
        br_if 0 (;@2;)
      end
      local.get 5
      i64.add
      local.set 4
      i64.const 0
      local.set 5
      i64.const 0
      local.set 6
      loop ;; label = @2
        local.get 3
        i32.load8_u
        local.tee 7
        i32.const 127
        i32.and
        i64.extend_i32_u
        local.get 6
        i64.shl
        local.get 5
        i64.or
        local.set 5
        local.get 6
        i64.const 7
        i64.add
        local.set 6
        local.get 3
        i64.const 1
        i64.add
        local.set 3
        local.get 7
        i32.const 128
        i32.and
        br_if 0 (;@2;)
      end
      local.get 4
      local.get 2
      local.get 5
      i32.wrap_i64
      memory.init 0
      local.get 4
      local.get 5
      i64.add
      local.set 4
      local.get 2
      local.get 5
      i32.wrap_i64
      i32.add
      local.set 2
      local.get 0
      i32.const 1
      i32.sub
      local.tee 0
      br_if 0 (;@1;)
    end
    i64.const 1
    i32.const 0
    i64.const 4096
    memory.fill
  )
  (func $"#func4 preinit.place" (@name "preinit.place") (;4;) (type 4) (param i32 i32 i32)
    (local i32 i32 i32 i32 i32)
    i32.const 4087
    local.set 3
    local.get 1
    i32.const 4081
    i32.sub
    local.set 1
    loop ;; label = @1
      local.get 3
      i32.const 4086
      i32.gt_u
      if ;; label = @2
        local.get 1
        local.get 3
        i32.const 6
        i32.sub
        i32.add
        local.set 1
        i32.const 6
        local.tee 3
        local.get 1
        i32.const 4096
        i32.const 306
        local.get 1
        i32.sub
        i32.const 4096
        i32.const 306
        local.get 1
        i32.sub
        i32.lt_u
        select
        memory.init $b 0
      end
      local.get 4
      i32.const 0
      local.set 5
      i32.const 0
      local.set 6
      loop ;; label = @2
        local.get 3
        i32.load8_u $b
        local.tee 7
        i32.const 127
        i32.and
        local.get 6
        i32.shl
        local.get 5
        i32.or
        local.set 5
        local.get 6
        i32.const 7
        i32.add
        local.set 6
        local.get 3
        i32.const 1
        i32.add
        local.set 3
        local.get 7
        i32.const 128
        i32.and
        br_if 0 (;@2;)
      end
      local.get 5
      i32.add
      local.set 4
      i32.const 0
      local.set 5
      i32.const 0
      local.set 6
      loop ;; label = @2
        local.get 3
        i32.load8_u $b
        local.tee 7
        i32.const 127
        i32.and
        local.get 6
        i32.shl
        local.get 5
        i32.or
        local.set 5
        local.get 6
        i32.const 7
        i32.add
        local.set 6
        local.get 3
        i32.const 1
        i32.add
        local.set 3
        local.get 7
        i32.const 128
        i32.and
        br_if 0 (;@2;)
      end
      local.get 4
      local.get 2
      local.get 5
      memory.init $b 0
      local.get 4
      local.get 5
      i32.add
      local.set 4
      local.get 2
      local.get 5
      i32.add
      local.set 2
      local.get 0
      i32.const 1
      i32.sub
      local.tee 0
      br_if 0 (;@1;)
    end
    i32.const 6
    i32.const 0
    i32.const 4096
    memory.fill $b
  )
  (func $preinit.start (;5;) (type 3)
    i32.const 31
    i32.const 0
    i32.const 122
    call $preinit.place
    i32.const 31
    i32.const 153
    i32.const 275
    call $"#func4 preinit.place"
    data.drop 0
  )
  (data (;0;) "\00\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\05\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\f0\93\09\01\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02")
  (@producers
    (processed-by "preinit" "<version>")
  )
  (@custom "preinit" (after data) "\01\02\03J\c28\a4CRW\11")
)
