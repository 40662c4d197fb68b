(module
  (type $leaf (;0;) (struct (field $n (mut i32))))
  (type $list (;1;) (array (ref $leaf)))
  (type $root (;2;) (struct (field $name i32) (field $list (ref $list))))
  (type (;3;) (func (param i32) (result (ref $leaf))))
  (type (;4;) (func))
  (type (;5;) (func (param i32) (result i32)))
  (type (;6;) (array i8))
  (type (;7;) (array (mut anyref)))
  (type (;8;) (func (param (ref null 6) i32) (result i64 i32)))
  (type (;9;) (func (param (ref null 6) i32 i32) (result i64 i32)))
  (type (;10;) (func (param (ref null 6) (ref null 7) i32 i32) (result anyref i32)))
  (type (;11;) (func))
  (global $g (;0;) (ref $root) i32.const 1 i32.const 2 struct.new $leaf i32.const 3 struct.new $leaf array.new_fixed $list 2 struct.new $root)
  (global $found (;1;) (mut (ref null $leaf)) ref.null $leaf)
  (export "g" (global $g))
  (export "n" (func 2))
  (export "same" (func 3))
  (start $preinit.start)
  (func $leaf (;0;) (type 3) (param i32) (result (ref $leaf))
    global.get $g
    struct.get $root $list
    local.get 0
    array.get $list
  )
  (func (;1;) (type 4)
    i32.const 1
    call $leaf
    i32.const 33
    struct.set $leaf $n
    i32.const 0
    call $leaf
    global.set $found
  )
  (func (;2;) (type 5) (param i32) (result i32)
    local.get 0
    call $leaf
    struct.get $leaf $n
  )
  (func (;3;) (type 5) (param i32) (result i32)
    global.get $found
    local.get 0
    call $leaf
    ref.eq
  )
  (func $preinit.unsigned (;4;) (type 8) (param (ref null 6) i32) (result i64 i32)
    (local i64 i64 i32)
    loop ;; label = @1
      local.get 0
      local.get 1
      array.get_u 6
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
  (func $preinit.signed (;5;) (type 8) (param (ref null 6) i32) (result i64 i32)
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
  (func $preinit.fixed (;6;) (type 9) (param (ref null 6) i32 i32) (result i64 i32)
    (local i64 i64)
    loop ;; label = @1
      local.get 0
      local.get 2
      array.get_u 6
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
  (func $preinit.reference (;7;) (type 10) (param (ref null 6) (ref null 7) i32 i32) (result anyref i32)
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
        array.get 7
      end
    end
    local.get 3
  )
  (func $preinit.objects (;8;) (type 11)
    (local (ref null 6) (ref null 7) i32 i32 i32 i32 i64 i32 i32 anyref i32)
    i32.const 0
    i32.const 8
    array.new_data 6 0
    local.set 0
    i32.const 2
    array.new_default 7
    local.set 1
    local.get 1
    i32.const 0
    global.get $g
    ref.cast (ref $root)
    struct.get $root $list
    ref.cast (ref $list)
    i32.const 0
    array.get $list
    array.set 7
    local.get 1
    i32.const 1
    global.get $g
    ref.cast (ref $root)
    struct.get $root $list
    ref.cast (ref $list)
    i32.const 1
    array.get $list
    array.set 7
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
            array.get 7
            ref.cast (ref $leaf)
            local.get 0
            local.get 2
            call $preinit.signed
            local.set 2
            i32.wrap_i64
            struct.set $leaf $n
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
          ref.cast (ref null $leaf)
          global.set $found
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
  (func $preinit.start (;9;) (type 11)
    call $preinit.objects
  )
  (data (;0;) "\01\01\01B\02\01\02\00")
  (@producers
    (processed-by "preinit" "<version>")
  )
  (@custom "preinit" (after data) "\01\06\06\15h\8f2S\07c\c8")
)
