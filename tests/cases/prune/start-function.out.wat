(module
  (type $node (;0;) (struct (field i32) (field (mut (ref null $node)))))
  (type (;1;) (func (result i32)))
  (type (;2;) (array i8))
  (type (;3;) (array (mut anyref)))
  (type (;4;) (func (param (ref null 2) i32) (result i64 i32)))
  (type (;5;) (func (param (ref null 2) (ref null 3) i32 i32) (result anyref i32)))
  (type (;6;) (func))
  (global $list (;0;) (mut (ref null $node)) ref.null $node)
  (export "run" (func 0))
  (start $preinit.start)
  (func (;0;) (type 1) (result i32)
    global.get $list
    struct.get $node 0
    global.get $list
    struct.get $node 1
    struct.get $node 0
    i32.sub
  )
  (func $preinit.unsigned (;1;) (type 4) (param (ref null 2) i32) (result i64 i32)
    (local i64 i64 i32)
    loop ;; label = @1
      local.get 0
      local.get 1
      array.get_u 2
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
  (func $preinit.signed (;2;) (type 4) (param (ref null 2) i32) (result i64 i32)
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
  (func $preinit.reference (;3;) (type 5) (param (ref null 2) (ref null 3) i32 i32) (result anyref i32)
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
        array.get 3
      end
    end
    local.get 3
  )
  (func $preinit.objects (;4;) (type 6)
    (local (ref null 2) (ref null 3) i32 i32 i32 i32 i64 i32 i32 anyref i32)
    i32.const 0
    i32.const 10
    array.new_data 2 0
    local.set 0
    i32.const 2
    array.new_default 3
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
            local.get 0
            local.get 1
            local.get 3
            local.get 2
            call $preinit.reference
            local.set 2
            ref.cast (ref null $node)
            struct.new $node
            array.set 3
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
          global.set $list
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
  (func $preinit.start (;5;) (type 6)
    call $preinit.objects
  )
  (data (;0;) "\01\02\02\00\04\06\02\01\04\00")
  (@producers
    (processed-by "preinit" "<version>")
  )
  (@custom "preinit" (after data) "\01\05\05\dd iM\fbJ\a3\d0")
)
