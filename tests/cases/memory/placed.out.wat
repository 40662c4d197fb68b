(module
  (type (;0;) (func))
  (type (;1;) (func (param i32) (result i32)))
  (type (;2;) (func))
  (type (;3;) (func (param i32 i32 i32)))
  (memory (;0;) 40)
  (export "memory" (memory 0))
  (export "load" (func 1))
  (start $preinit.start)
  (func (;0;) (type 0)
    (local $at i32)
    i32.const 100000
    i32.const 7
    i32.const 80
    memory.fill
    loop $next
      local.get $at
      i32.const 30
      i32.add
      local.get $at
      i32.const 16777217
      i32.add
      i32.store
      local.get $at
      i32.const 110000
      i32.add
      local.tee $at
      i32.const 2621400
      i32.lt_u
      br_if $next
    end
  )
  (func (;1;) (type 1) (param i32) (result i32)
    local.get 0
    i32.load
  )
  (func $preinit.place (;2;) (type 3) (param i32 i32 i32)
    (local i32 i32 i32 i32 i32)
    i32.const 4115
    local.set 3
    local.get 1
    i32.const 4081
    i32.sub
    local.set 1
    loop ;; label = @1
      local.get 3
      i32.const 4114
      i32.gt_u
      if ;; label = @2
        local.get 1
        local.get 3
        i32.const 34
        i32.sub
        i32.add
        local.set 1
        i32.const 34
        local.tee 3
        local.get 1
        i32.const 4096
        i32.const 190
        local.get 1
        i32.sub
        i32.const 4096
        i32.const 190
        local.get 1
        i32.sub
        i32.lt_u
        select
        memory.init 1
      end
      local.get 4
      i32.const 0
      local.set 5
      i32.const 0
      local.set 6
      loop ;; label = @2
        local.get 3
        i32.load8_u
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
        i32.load8_u
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
      memory.init 1
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
    i32.const 34
    i32.const 0
    i32.const 4096
    memory.fill
  )
  (func $preinit.start (;3;) (type 2)
    i32.const 24
    i32.const 0
    i32.const 94
    call $preinit.place
    data.drop 1
  )
  (data (;0;) (i32.const 100000) "\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07\07")
  (data (;1;) "\1e\04\ac\db\06\04\ac\db\06\04\ac\db\06\04\ac\db\06\04\ac\db\06\04\ac\db\06\04\ac\db\06\04\ac\db\06\04\ac\db\06\04\ac\db\06\04\ac\db\06\04\ac\db\06\04\ac\db\06\04\ac\db\06\04\ac\db\06\04\ac\db\06\04\ac\db\06\04\ac\db\06\04\ac\db\06\04\ac\db\06\04\ac\db\06\04\ac\db\06\04\ac\db\06\04\01\00\00\01\b1\ad\01\01a[\03\01\11\09\05\01\c1\b6\06\01qd\08\01!\12\0a\01\d1\bf\0b\01\81m\0d\011\1b\0f\01\e1\c8\10\01\91v\12\01A$\14\01\f1\d1\15\01\a1\7f\17\01Q-\19\01\01\db\1a\01\b1\88\1c\01a6\1e\01\11\e4\1f\01\c1\91!\01q?#\01!\ed$\01\d1\9a&\01")
  (@producers
    (processed-by "preinit" "<version>")
  )
  (@custom "preinit" (after data) "\01\02\02:\fb\0c\1c\05\d5\c5+")
)
