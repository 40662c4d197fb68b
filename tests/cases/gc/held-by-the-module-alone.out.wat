(module
  (type $leaf (;0;) (struct (field $n i32)))
  (type $list (;1;) (array (mut (ref null $leaf))))
  (type $root (;2;) (struct (field $leaf (mut (ref null $leaf))) (field $list (mut (ref null $list)))))
  (type (;3;) (func))
  (type (;4;) (func (result i32 i32 i32)))
  (type (;5;) (array i8))
  (type (;6;) (array (mut anyref)))
  (type (;7;) (func (param (ref null 5) i32) (result i64 i32)))
  (type (;8;) (func (param (ref null 5) i32 i32) (result i64 i32)))
  (type (;9;) (func (param (ref null 5) (ref null 6) i32 i32) (result anyref i32)))
  (type (;10;) (func))
  (global $root (;0;) (ref $root) struct.new_default $root)
  (export "check" (func 1))
  (start $preinit.start)
  (func (;0;) (type 3)
    global.get $root
    i32.const 1
    struct.new $leaf
    struct.set $root $leaf
    global.get $root
    i32.const 2
    array.new_default $list
    struct.set $root $list
    global.get $root
    struct.get $root $list
    i32.const 1
    global.get $root
    struct.get $root $leaf
    array.set $list
  )
  (func (;1;) (type 4) (result i32 i32 i32)
    global.get $root
    struct.get $root $leaf
    struct.get $leaf $n
    global.get $root
    struct.get $root $list
    i32.const 0
    array.get $list
    ref.is_null
    global.get $root
    struct.get $root $leaf
    global.get $root
    struct.get $root $list
    i32.const 1
    array.get $list
    ref.eq
  )
  (func $preinit.unsigned (;2;) (type 7) (param (ref null 5) i32) (result i64 i32)
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
  (func $preinit.signed (;3;) (type 7) (param (ref null 5) i32) (result i64 i32)
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
  (func $preinit.fixed (;4;) (type 8) (param (ref null 5) i32 i32) (result i64 i32)
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
  (func $preinit.reference (;5;) (type 9) (param (ref null 5) (ref null 6) i32 i32) (result anyref i32)
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
  (func $preinit.objects (;6;) (type 10)
    (local (ref null 5) (ref null 6) i32 i32 i32 i32 i64 i32 i32 anyref i32)
    i32.const 0
    i32.const 23
    array.new_data 5 0
    local.set 0
    i32.const 3
    array.new_default 6
    local.set 1
    local.get 1
    i32.const 0
    global.get $root
    array.set 6
    i32.const 1
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
            block ;; label = @5
              block ;; label = @6
                block ;; label = @7
                  local.get 5
                  i32.const 1
                  i32.sub
                  br_table 0 (;@7;) 1 (;@6;) 2 (;@5;) 3 (;@4;) 4 (;@3;) 4 (;@3;)
                end
                loop ;; label = @7
                  local.get 0
                  local.get 2
                  call $preinit.unsigned
                  local.set 2
                  i32.wrap_i64
                  local.set 7
                  local.get 4
                  local.set 3
                  local.get 1
                  local.get 4
                  local.get 0
                  local.get 1
                  local.get 3
                  local.get 2
                  call $preinit.reference
                  local.set 2
                  ref.cast (ref null $leaf)
                  local.get 7
                  array.new $list
                  array.set 6
                  i32.const 0
                  local.set 8
                  block ;; label = @8
                    loop ;; label = @9
                      local.get 8
                      local.get 7
                      i32.ge_u
                      br_if 1 (;@8;)
                      local.get 1
                      local.get 4
                      array.get 6
                      ref.cast (ref $list)
                      local.get 8
                      local.get 0
                      local.get 1
                      local.get 3
                      local.get 2
                      call $preinit.reference
                      local.set 2
                      ref.cast (ref null $leaf)
                      array.set $list
                      local.get 8
                      i32.const 1
                      i32.add
                      local.set 8
                      br 0 (;@9;)
                    end
                  end
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
                  br_if 0 (;@7;)
                end
                br 4 (;@2;)
              end
              loop ;; label = @6
                local.get 4
                local.set 3
                local.get 1
                local.get 4
                local.get 0
                local.get 2
                call $preinit.signed
                local.set 2
                i32.wrap_i64
                struct.new $leaf
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
                br_if 0 (;@6;)
              end
              br 3 (;@2;)
            end
            loop ;; label = @5
              local.get 1
              local.get 0
              local.get 2
              call $preinit.unsigned
              local.set 2
              i32.wrap_i64
              local.tee 3
              array.get 6
              ref.cast (ref $list)
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
              ref.cast (ref null $leaf)
              array.set $list
              local.get 6
              i64.const 1
              i64.sub
              local.tee 6
              i64.const 0
              i64.ne
              br_if 0 (;@5;)
            end
            br 2 (;@2;)
          end
          loop ;; label = @4
            local.get 1
            local.get 0
            local.get 2
            call $preinit.unsigned
            local.set 2
            i32.wrap_i64
            local.tee 3
            array.get 6
            ref.cast (ref $root)
            local.get 0
            local.get 1
            local.get 3
            local.get 2
            call $preinit.reference
            local.set 2
            ref.cast (ref null $leaf)
            struct.set $root $leaf
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
          array.get 6
          ref.cast (ref $root)
          local.get 0
          local.get 1
          local.get 3
          local.get 2
          call $preinit.reference
          local.set 2
          ref.cast (ref null $list)
          struct.set $root $list
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
  (func $preinit.start (;7;) (type 10)
    call $preinit.objects
  )
  (data (;0;) "\01\01\02\00\00\00\02\01\02\03\01\01\01\04\04\01\00\08\05\01\00\04\00")
  (@producers
    (processed-by "preinit" "<version>")
  )
  (@custom "preinit" (after data) "\01\06\06\ea\fc\1b\cdr`\22(")
)
