(module
  (type $s (;0;) (struct (field $n i32)))
  (type (;1;) (func))
  (type (;2;) (func (param i32) (result anyref)))
  (type (;3;) (func (param i32) (result i32)))
  (type (;4;) (func (param i32 i32) (result i32)))
  (type (;5;) (array i8))
  (type (;6;) (array (mut anyref)))
  (type (;7;) (func (param (ref null 5) i32) (result i64 i32)))
  (type (;8;) (func (param (ref null 5) i32 i32) (result i64 i32)))
  (type (;9;) (func (param (ref null 5) (ref null 6) i32 i32) (result anyref i32)))
  (type (;10;) (func))
  (table $t (;0;) 5 externref)
  (export "i31" (func 2))
  (export "s" (func 3))
  (export "same" (func 4))
  (export "is-null" (func 5))
  (start $preinit.start)
  (func (;0;) (type 1)
    i32.const 0
    i32.const -5
    ref.i31
    extern.convert_any
    table.set $t
    i32.const 1
    i32.const 6
    struct.new $s
    extern.convert_any
    table.set $t
    i32.const 3
    i32.const 1
    table.get $t
    table.set $t
  )
  (func $any (;1;) (type 2) (param i32) (result anyref)
    local.get 0
    table.get $t
    any.convert_extern
  )
  (func (;2;) (type 3) (param i32) (result i32)
    local.get 0
    call $any
    ref.cast (ref i31)
    i31.get_s
  )
  (func (;3;) (type 3) (param i32) (result i32)
    local.get 0
    call $any
    ref.cast (ref $s)
    struct.get $s $n
  )
  (func (;4;) (type 4) (param i32 i32) (result i32)
    local.get 0
    call $any
    ref.cast eqref
    local.get 1
    call $any
    ref.cast eqref
    ref.eq
  )
  (func (;5;) (type 3) (param i32) (result i32)
    local.get 0
    table.get $t
    ref.is_null
  )
  (func $preinit.unsigned (;6;) (type 7) (param (ref null 5) i32) (result i64 i32)
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
  (func $preinit.signed (;7;) (type 7) (param (ref null 5) i32) (result i64 i32)
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
  (func $preinit.fixed (;8;) (type 8) (param (ref null 5) i32 i32) (result i64 i32)
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
  (func $preinit.reference (;9;) (type 9) (param (ref null 5) (ref null 6) i32 i32) (result anyref i32)
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
  (func $preinit.objects (;10;) (type 10)
    (local (ref null 5) (ref null 6) i32 i32 i32 i32 i64 i32 i32 anyref i32)
    i32.const 0
    i32.const 16
    array.new_data 5 0
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
            struct.new $s
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
          extern.convert_any
          table.set $t
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
  (func $preinit.start (;11;) (type 10)
    call $preinit.objects
  )
  (data (;0;) "\01\01\0c\02\03\00\f7\ff\ff\ff\0f\01\02\03\02\00")
  (@producers
    (processed-by "preinit" "<version>")
  )
  (@custom "preinit" (after data) "\01\06\06\e4\0az\fd&a\e7\22")
)
