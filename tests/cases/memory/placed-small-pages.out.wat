(module
  (type (;0;) (func))
  (type (;1;) (func (param i32) (result i32)))
  (type (;2;) (func))
  (type (;3;) (func (param i32 i32 i32)))
  (memory $b (;0;) 600000 (pagesize 0x1))
  (export "b" (func 1))
  (start $preinit.start)
  (func (;0;) (type 0)
    (local $at i32)
    loop $next
      local.get $at
      i32.const 3
      i32.shr_u
      i32.const 2
      i32.store8
      local.get $at
      i32.const 150001
      i32.add
      local.tee $at
      i32.const 4587000
      i32.lt_u
      br_if $next
    end
  )
  (func (;1;) (type 1) (param i32) (result i32)
    local.get 0
    i32.load8_u
  )
  (func $preinit.place (;2;) (type 3) (param i32 i32 i32)
    (local i32 i32 i32 i32 i32)
    i32.const 4082
    local.set 3
    local.get 1
    i32.const 4081
    i32.sub
    local.set 1
    loop ;; label = @1
      local.get 3
      i32.const 4081
      i32.gt_u
      if ;; label = @2
        local.get 1
        local.get 3
        i32.const 1
        i32.sub
        i32.add
        local.set 1
        i32.const 1
        local.tee 3
        local.get 1
        i32.const 4096
        i32.const 153
        local.get 1
        i32.sub
        i32.const 4096
        i32.const 153
        local.get 1
        i32.sub
        i32.lt_u
        select
        memory.init 0
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
      memory.init 0
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
    i32.const 1
    i32.const 0
    i32.const 4096
    memory.fill
  )
  (func $preinit.start (;3;) (type 2)
    i32.const 31
    i32.const 0
    i32.const 122
    call $preinit.place
    data.drop 0
  )
  (data (;0;) "\00\01\bd\92\01\01\bd\92\01\01\bd\92\01\01\bd\92\01\01\bd\92\01\01\bd\92\01\01\bd\92\01\01\be\92\01\01\bd\92\01\01\bd\92\01\01\bd\92\01\01\bd\92\01\01\bd\92\01\01\bd\92\01\01\bd\92\01\01\be\92\01\01\bd\92\01\01\bd\92\01\01\bd\92\01\01\bd\92\01\01\bd\92\01\01\bd\92\01\01\bd\92\01\01\be\92\01\01\bd\92\01\01\bd\92\01\01\bd\92\01\01\bd\92\01\01\bd\92\01\01\bd\92\01\01\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02")
  (@producers
    (processed-by "preinit" "<version>")
  )
  (@custom "preinit" (after data) "\01\02\02\1bP`L\a1\0f#\ee")
)
