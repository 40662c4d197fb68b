(module
  (type $pair (;0;) (struct (field (mut i32))))
  (type (;1;) (func))
  (type (;2;) (func (result i32)))
  (type (;3;) (array i8))
  (type (;4;) (array (mut anyref)))
  (type (;5;) (func (param (ref null 3) i32) (result i64 i32)))
  (type (;6;) (func (param (ref null 3) i32 i32) (result i64 i32)))
  (type (;7;) (func (param (ref null 3) (ref null 4) i32 i32) (result anyref i32)))
  (type (;8;) (func))
  (global $kept (;0;) (mut (ref null $pair)) ref.null $pair)
  (export "_initialize" (func $preinit.initialized))
  (export "value" (func 3))
  (start $preinit1.start)
  (func (;0;) (type 1)
    global.get $kept
    ref.is_null
    i32.eqz
    if ;; label = @1
      unreachable
    end
    i32.const 41
    struct.new $pair
    global.set $kept
  )
  (func $more (;1;) (type 1)
    global.get $kept
    global.get $kept
    struct.get $pair 0
    i32.const 1
    i32.add
    struct.set $pair 0
  )
  (func (;2;) (type 1)
    call $more
  )
  (func (;3;) (type 2) (result i32)
    global.get $kept
    struct.get $pair 0
  )
  (func $preinit.initialized (;4;) (type 1))
  (func $preinit1.unsigned (;5;) (type 5) (param (ref null 3) i32) (result i64 i32)
    (local i64 i64 i32)
    loop ;; label = @1
      local.get 0
      local.get 1
      array.get_u 3
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
  (func $preinit1.signed (;6;) (type 5) (param (ref null 3) i32) (result i64 i32)
    (local i64)
    local.get 0
    local.get 1
    call $preinit1.unsigned
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
  (func $preinit1.fixed (;7;) (type 6) (param (ref null 3) i32 i32) (result i64 i32)
    (local i64 i64)
    loop ;; label = @1
      local.get 0
      local.get 2
      array.get_u 3
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
  (func $preinit1.reference (;8;) (type 7) (param (ref null 3) (ref null 4) i32 i32) (result anyref i32)
    (local i64)
    local.get 0
    local.get 3
    call $preinit1.unsigned
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
        array.get 4
      end
    end
    local.get 3
  )
  (func $preinit1.objects (;9;) (type 8)
    (local (ref null 3) (ref null 4) i32 i32 i32 i32 i64 i32 i32 anyref i32)
    i32.const 0
    i32.const 7
    array.new_data 3 0
    local.set 0
    i32.const 1
    array.new_default 4
    local.set 1
    i32.const 0
    local.set 4
    block ;; label = @1
      loop ;; label = @2
        local.get 0
        local.get 2
        call $preinit1.unsigned
        local.set 2
        i32.wrap_i64
        local.tee 5
        i32.eqz
        br_if 1 (;@1;)
        local.get 0
        local.get 2
        call $preinit1.unsigned
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
            call $preinit1.signed
            local.set 2
            i32.wrap_i64
            struct.new $pair
            array.set 4
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
          call $preinit1.reference
          local.set 2
          ref.cast (ref null $pair)
          global.set $kept
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
    data.drop 0
  )
  (func $preinit1.start (;10;) (type 8)
    call $preinit1.objects
  )
  (data (;0;) "\01\01V\02\01\02\00")
  (@producers
    (processed-by "preinit" "<version>")
  )
  (@custom "preinit" (after data) "\01\06\06\f0S\0f*\18\88\90<")
)
