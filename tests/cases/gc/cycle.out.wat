(module
  (type $node (;0;) (struct (field $n i32) (field $next (mut (ref null $node)))))
  (type (;1;) (func))
  (type (;2;) (func (result i32)))
  (type (;3;) (func (result i32 i32 i32)))
  (type (;4;) (array i8))
  (type (;5;) (array (mut anyref)))
  (type (;6;) (func (param (ref null 4) i32) (result i64 i32)))
  (type (;7;) (func (param (ref null 4) i32 i32) (result i64 i32)))
  (type (;8;) (func (param (ref null 4) (ref null 5) i32 i32) (result anyref i32)))
  (type (;9;) (func))
  (global $self (;0;) (mut (ref null $node)) ref.null $node)
  (global $two (;1;) (mut (ref null $node)) ref.null $node)
  (export "self" (func 1))
  (export "two" (func 2))
  (start $preinit.start)
  (func (;0;) (type 1)
    (local $a (ref $node))
    i32.const 1
    ref.null $node
    struct.new $node
    global.set $self
    global.get $self
    global.get $self
    struct.set $node $next
    i32.const 2
    ref.null $node
    struct.new $node
    local.set $a
    local.get $a
    i32.const 3
    local.get $a
    struct.new $node
    struct.set $node $next
    local.get $a
    global.set $two
  )
  (func (;1;) (type 2) (result i32)
    global.get $self
    global.get $self
    struct.get $node $next
    ref.eq
  )
  (func (;2;) (type 3) (result i32 i32 i32)
    global.get $two
    struct.get $node $next
    struct.get $node $n
    global.get $two
    global.get $two
    struct.get $node $next
    ref.eq
    global.get $two
    global.get $two
    struct.get $node $next
    struct.get $node $next
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
    i32.const 21
    array.new_data 4 0
    local.set 0
    i32.const 3
    array.new_default 5
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
            block ;; label = @5
              block ;; label = @6
                local.get 5
                i32.const 1
                i32.sub
                br_table 0 (;@6;) 1 (;@5;) 2 (;@4;) 3 (;@3;) 3 (;@3;)
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
                local.get 0
                local.get 1
                local.get 3
                local.get 2
                call $preinit.reference
                local.set 2
                ref.cast (ref null $node)
                struct.new $node
                array.set 5
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
              array.get 5
              ref.cast (ref $node)
              local.get 0
              local.get 1
              local.get 3
              local.get 2
              call $preinit.reference
              local.set 2
              ref.cast (ref null $node)
              struct.set $node $next
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
            i32.const 0
            local.set 3
            local.get 0
            local.get 1
            local.get 3
            local.get 2
            call $preinit.reference
            local.set 2
            ref.cast (ref null $node)
            global.set $self
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
          global.set $two
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
  (data (;0;) "\01\03\06\00\04\06\02\00\02\02\00\04\02\02\03\01\08\04\01\04\00")
  (@producers
    (processed-by "preinit" "<version>")
  )
  (@custom "preinit" (after data) "\01\06\06{\9b\f6\8b\a8C\ac1")
)
