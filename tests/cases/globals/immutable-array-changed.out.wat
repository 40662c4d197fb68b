(module
  (type $bytes (;0;) (array (mut i8)))
  (type $refs (;1;) (array (mut (ref null $bytes))))
  (type (;2;) (func))
  (type (;3;) (func (param i32) (result i32)))
  (type (;4;) (array i8))
  (type (;5;) (array (mut anyref)))
  (type (;6;) (func (param (ref null 4) i32) (result i64 i32)))
  (type (;7;) (func (param (ref null 4) i32 i32) (result i64 i32)))
  (type (;8;) (func (param (ref null 4) (ref null 5) i32 i32) (result anyref i32)))
  (type (;9;) (func))
  (global $b (;0;) (ref $bytes) i32.const 7 i32.const 300 array.new $bytes)
  (global $r (;1;) (ref $refs) i32.const 3 array.new_default $refs)
  (export "b" (func 1))
  (export "r" (func 2))
  (start $preinit.start)
  (func (;0;) (type 2)
    global.get $b
    i32.const 0
    i32.const 200
    array.set $bytes
    global.get $b
    i32.const 299
    i32.const 0
    array.set $bytes
    global.get $r
    i32.const 2
    global.get $b
    array.set $refs
  )
  (func (;1;) (type 3) (param i32) (result i32)
    global.get $b
    local.get 0
    array.get_u $bytes
  )
  (func (;2;) (type 3) (param i32) (result i32)
    global.get $r
    local.get 0
    array.get $refs
    global.get $b
    ref.eq
  )
  (func $preinit.unsigned (;3;) (type 6) (param (ref null 4) i32) (result i64 i32)
    (local i64 i64 i32)
    loop ;; label = @1
      local.get 0
      local.get 1
      array.get_u 4
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
  (func $preinit.signed (;4;) (type 6) (param (ref null 4) i32) (result i64 i32)
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
  (func $preinit.fixed (;5;) (type 7) (param (ref null 4) i32 i32) (result i64 i32)
    (local i64 i64)
    loop ;; label = @1
      local.get 0
      local.get 2
      array.get_u 4
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
  (func $preinit.reference (;6;) (type 8) (param (ref null 4) (ref null 5) i32 i32) (result anyref i32)
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
        array.get 5
      end
    end
    local.get 3
  )
  (func $preinit.objects (;7;) (type 9)
    (local (ref null 4) (ref null 5) i32 i32 i32 i32 i64 i32 i32 anyref i32)
    i32.const 0
    i32.const 16
    array.new_data 4 0
    local.set 0
    i32.const 2
    array.new_default 5
    local.set 1
    local.get 1
    i32.const 0
    global.get $b
    array.set 5
    local.get 1
    i32.const 1
    global.get $r
    array.set 5
    i32.const 2
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
            local.get 1
            local.get 0
            local.get 2
            call $preinit.unsigned
            local.set 2
            i32.wrap_i64
            local.tee 3
            array.get 5
            ref.cast (ref $bytes)
            local.get 0
            local.get 2
            call $preinit.unsigned
            local.set 2
            i32.wrap_i64
            local.get 0
            local.get 2
            call $preinit.unsigned
            local.set 2
            i32.wrap_i64
            array.set $bytes
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
          local.get 1
          local.get 0
          local.get 2
          call $preinit.unsigned
          local.set 2
          i32.wrap_i64
          local.tee 3
          array.get 5
          ref.cast (ref $refs)
          local.get 0
          local.get 2
          call $preinit.unsigned
          local.set 2
          i32.wrap_i64
          local.get 0
          local.get 1
          local.get 3
          local.get 2
          call $preinit.reference
          local.set 2
          ref.cast (ref null $bytes)
          array.set $refs
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
  (func $preinit.start (;8;) (type 9)
    call $preinit.objects
  )
  (data (;0;) "\01\02\00\00\c8\01\00\ab\02\00\02\01\01\02\06\00")
  (@producers
    (processed-by "preinit" "<version>")
  )
  (@custom "preinit" (after data) "\01\06\06\af\a0\ed\aa\13\ad\056")
)
