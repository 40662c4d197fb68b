(module
  (type (;0;) (func (param i32)))
  (type (;1;) (func))
  (type (;2;) (func (param i32) (result exnref)))
  (type (;3;) (func (param i32) (result i32)))
  (type (;4;) (array i8))
  (type (;5;) (array (mut anyref)))
  (type (;6;) (array (mut exnref)))
  (type (;7;) (func (param (ref null 4) i32) (result i64 i32)))
  (type (;8;) (func (param (ref null 4) i32 i32) (result i64 i32)))
  (type (;9;) (func (param (ref null 4) (ref null 5) i32 i32) (result anyref i32)))
  (type (;10;) (func))
  (table $e (;0;) 4 exnref)
  (tag $t (;0;) (type 0) (param i32))
  (tag $u (;1;) (type 1))
  (export "throw" (func 2))
  (export "is-null" (func 3))
  (start $preinit.start)
  (func $caught (;0;) (type 2) (param i32) (result exnref)
    block $h (result exnref)
      try_table (catch_all_ref $h) ;; label = @2
        local.get 0
        if ;; label = @3
          local.get 0
          throw $t
        end
        throw $u
      end
      unreachable
    end
  )
  (func (;1;) (type 1)
    i32.const 1
    i32.const 42
    call $caught
    table.set $e
    i32.const 2
    i32.const 0
    call $caught
    table.set $e
  )
  (func (;2;) (type 3) (param i32) (result i32)
    block $payload (result i32)
      block $none
        try_table (catch $t $payload) (catch $u $none) ;; label = @3
          local.get 0
          table.get $e
          throw_ref
        end
      end
      i32.const -1
    end
  )
  (func (;3;) (type 3) (param i32) (result i32)
    local.get 0
    table.get $e
    ref.is_null
  )
  (func $preinit.unsigned (;4;) (type 7) (param (ref null 4) i32) (result i64 i32)
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
  (func $preinit.signed (;5;) (type 7) (param (ref null 4) i32) (result i64 i32)
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
  (func $preinit.fixed (;6;) (type 8) (param (ref null 4) i32 i32) (result i64 i32)
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
  (func $preinit.reference (;7;) (type 9) (param (ref null 4) (ref null 5) i32 i32) (result anyref i32)
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
  (func $preinit.objects (;8;) (type 10)
    (local (ref null 4) (ref null 5) i32 i32 i32 i32 i64 i32 i32 anyref i32 i32 (ref null 6))
    i32.const 0
    i32.const 12
    array.new_data 4 0
    local.set 0
    i32.const 0
    array.new_default 5
    local.set 1
    i32.const 2
    array.new_default 6
    local.set 12
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
              local.get 5
              i32.const 1
              i32.sub
              br_table 0 (;@5;) 1 (;@4;) 2 (;@3;) 2 (;@3;)
            end
            loop ;; label = @5
              local.get 4
              local.set 3
              local.get 12
              local.get 11
              block (result exnref) ;; label = @6
                try_table (catch_all_ref 0 (;@6;)) ;; label = @7
                  throw $u
                end
                unreachable
              end
              array.set 6
              local.get 11
              i32.const 1
              i32.add
              local.set 11
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
            local.get 4
            local.set 3
            local.get 12
            local.get 11
            block (result exnref) ;; label = @5
              try_table (catch_all_ref 0 (;@5;)) ;; label = @6
                local.get 0
                local.get 2
                call $preinit.signed
                local.set 2
                i32.wrap_i64
                throw $t
              end
              unreachable
            end
            array.set 6
            local.get 11
            i32.const 1
            i32.add
            local.set 11
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
          local.get 2
          call $preinit.unsigned
          local.set 2
          i32.wrap_i64
          local.tee 10
          i32.eqz
          if (result exnref) ;; label = @4
            ref.null exn
          else
            local.get 12
            local.get 10
            i32.const 1
            i32.sub
            array.get 6
          end
          table.set $e
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
  (func $preinit.start (;9;) (type 10)
    call $preinit.objects
  )
  (data (;0;) "\01\01\02\01T\03\02\01\02\02\01\00")
  (@producers
    (processed-by "preinit" "<version>")
  )
  (@custom "preinit" (after data) "\01\07\06k9\f6Qv\8d\04p")
)
