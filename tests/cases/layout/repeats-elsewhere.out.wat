(module
  (type $node (;0;) (struct (field i32)))
  (type (;1;) (func))
  (type (;2;) (func (result i32)))
  (type (;3;) (func (param i32) (result i32)))
  (type (;4;) (func (param i64) (result i32)))
  (type (;5;) (array i8))
  (type (;6;) (array (mut anyref)))
  (type (;7;) (func (param (ref null 5) i32) (result i64 i32)))
  (type (;8;) (func (param (ref null 5) i32 i32) (result i64 i32)))
  (type (;9;) (func (param (ref null 5) (ref null 6) i32 i32) (result anyref i32)))
  (type (;10;) (func))
  (type (;11;) (func (param i32 i32 i32)))
  (type (;12;) (func (param i64 i64 i64)))
  (memory $other (;0;) 1)
  (memory $small (;1;) 1)
  (memory $wide (;2;) i64 1)
  (global $node (;0;) (mut (ref null $node)) ref.null $node)
  (export "node" (func 1))
  (export "small" (func 2))
  (export "wide" (func 3))
  (start $preinit.start)
  (func (;0;) (type 1)
    i32.const 5
    struct.new $node
    global.set $node
    i32.const 70
    i32.const 7
    i32.const 999
    memory.fill $small
    i64.const 80
    i32.const 8
    i64.const 999
    memory.fill $wide
  )
  (func (;1;) (type 2) (result i32)
    global.get $node
    struct.get $node 0
  )
  (func (;2;) (type 3) (param i32) (result i32)
    local.get 0
    i32.load8_u $small
  )
  (func (;3;) (type 4) (param i64) (result i32)
    local.get 0
    i32.load8_u $wide
  )
  (func $preinit.unsigned (;4;) (type 7) (param (ref null 5) i32) (result i64 i32)
    (local i64 i64 i32)
    loop ;; label = @1
      local.get 0
      local.get 1
      array.get_u 5
      local.tee 4
      i32.const 127
      i32.and
      i64.extend_i32_u
      local.get 3
      i64.shl
      local.get 2
      i64.or
      local.set 2
      local.get 3
      i64.const 7
      i64.add
      local.set 3
      local.get 1
      i32.const 1
      i32.add
      local.set 1
      local.get 4
      i32.const 128
      i32.and
      br_if 0 (;@1;)
    end
    local.get 2
    local.get 1
  )
  (func $preinit.signed (;5;) (type 7) (param (ref null 5) i32) (result i64 i32)
    (local i64)
    local.get 0
    local.get 1
    call $preinit.unsigned
    local.set 1
    local.tee 2
    i64.const 1
    i64.shr_u
    i64.const 0
    local.get 2
    i64.const 1
    i64.and
    i64.sub
    i64.xor
    local.get 1
  )
  (func $preinit.fixed (;6;) (type 8) (param (ref null 5) i32 i32) (result i64 i32)
    (local i64 i64)
    loop ;; label = @1
      local.get 0
      local.get 2
      array.get_u 5
      i64.extend_i32_u
      local.get 4
      i64.shl
      local.get 3
      i64.or
      local.set 3
      local.get 4
      i64.const 8
      i64.add
      local.set 4
      local.get 2
      i32.const 1
      i32.add
      local.set 2
      local.get 1
      i32.const 1
      i32.sub
      local.tee 1
      br_if 0 (;@1;)
    end
    local.get 3
    local.get 2
  )
  (func $preinit.reference (;7;) (type 9) (param (ref null 5) (ref null 6) i32 i32) (result anyref i32)
    (local i64)
    local.get 0
    local.get 3
    call $preinit.unsigned
    local.set 3
    local.tee 4
    i64.eqz
    if (result anyref) ;; label = @1
      ref.null any
    else
      local.get 4
      i64.const 1
      i64.and
      i32.wrap_i64
      if (result anyref) ;; label = @2
        local.get 4
        i64.const 1
        i64.shr_u
        i32.wrap_i64
        ref.i31
      else
        local.get 4
        i64.const 1
        i64.shr_u
        i64.const 1
        i64.sub
        local.set 4
        local.get 1
        local.get 2
        local.get 4
        i64.const 1
        i64.shr_u
        i64.const 0
        local.get 4
        i64.const 1
        i64.and
        i64.sub
        i64.xor
        i32.wrap_i64
        i32.sub
        array.get 6
      end
    end
    local.get 3
  )
  (func $preinit.objects (;8;) (type 10)
    (local (ref null 5) (ref null 6) i32 i32 i32 i32 i64 i32 i32 anyref i32)
    i32.const 0
    i32.const 7
    array.new_data 5 2
    local.set 0
    i32.const 1
    array.new_default 6
    local.set 1
    i32.const 0
    local.set 4
    block ;; label = @1
      loop ;; label = @2
        local.get 0
        local.get 2
        call $preinit.unsigned
        local.set 2
        i32.wrap_i64
        local.tee 5
        i32.eqz
        br_if 1 (;@1;)
        local.get 0
        local.get 2
        call $preinit.unsigned
        local.set 2
        local.set 6
        block ;; label = @3
          block ;; label = @4
            local.get 5
            i32.const 1
            i32.sub
            br_table 0 (;@4;) 1 (;@3;) 1 (;@3;)
          end
          loop ;; label = @4
            local.get 4
            local.set 3
            local.get 1
            local.get 4
            local.get 0
            local.get 2
            call $preinit.signed
            local.set 2
            i32.wrap_i64
            struct.new $node
            array.set 6
            local.get 4
            i32.const 1
            i32.add
            local.set 4
            local.get 6
            i64.const 1
            i64.sub
            local.tee 6
            i64.const 0
            i64.ne
            br_if 0 (;@4;)
          end
          br 1 (;@2;)
        end
        loop ;; label = @3
          i32.const 0
          local.set 3
          local.get 0
          local.get 1
          local.get 3
          local.get 2
          call $preinit.reference
          local.set 2
          ref.cast (ref null $node)
          global.set $node
          local.get 6
          i64.const 1
          i64.sub
          local.tee 6
          i64.const 0
          i64.ne
          br_if 0 (;@3;)
        end
        br 0 (;@2;)
      end
    end
    data.drop 2
  )
  (func $preinit.repeat (;9;) (type 11) (param i32 i32 i32)
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
      memory.copy $small $small
      local.get 1
      i32.const 1
      i32.shl
      local.tee 1
      local.get 2
      i32.lt_u
      br_if 0 (;@1;)
    end
  )
  (func $"#func10 preinit.repeat" (@name "preinit.repeat") (;10;) (type 12) (param i64 i64 i64)
    loop ;; label = @1
      local.get 0
      local.get 1
      i64.add
      local.get 0
      local.get 1
      local.get 2
      local.get 1
      i64.sub
      local.get 1
      local.get 2
      local.get 1
      i64.sub
      i64.lt_u
      select
      memory.copy $wide $wide
      local.get 1
      i64.const 1
      i64.shl
      local.tee 1
      local.get 2
      i64.lt_u
      br_if 0 (;@1;)
    end
  )
  (func $preinit.start (;11;) (type 10)
    i32.const 70
    i32.const 1
    i32.const 999
    call $preinit.repeat
    i64.const 80
    i64.const 1
    i64.const 999
    call $"#func10 preinit.repeat"
    call $preinit.objects
  )
  (data (;0;) (memory $small) (i32.const 70) "\07")
  (data (;1;) (memory $wide) (i64.const 80) "\08")
  (data (;2;) "\01\01\0a\02\01\02\00")
  (@producers
    (processed-by "preinit" "<version>")
  )
  (@custom "preinit" (after data) "\01\08\08\b6\7fr\96\17\fe\8e\d1")
)
