(module
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (type (;2;) (array i8))
  (type (;3;) (array (mut anyref)))
  (type (;4;) (array (mut exnref)))
  (type (;5;) (func (param (ref null 2) i32) (result i64 i32)))
  (type (;6;) (func (param (ref null 2) i32 i32) (result i64 i32)))
  (type (;7;) (func (param (ref null 2) (ref null 3) i32 i32) (result anyref i32)))
  (type (;8;) (func))
  (tag $t (;0;) (type 0))
  (global $last (;0;) (mut exnref) ref.null exn)
  (global $none (;1;) exnref ref.null exn)
  (export "t" (tag 0))
  (export "throw" (func 1))
  (export "is-it" (func 2))
  (export "none" (func 3))
  (start $preinit.start)
  (func (;0;) (type 0)
    block $caught (result exnref)
      try_table (catch_all_ref $caught) ;; label = @2
        throw $t
      end
      unreachable
    end
    global.set $last
  )
  (func (;1;) (type 0)
    global.get $last
    throw_ref
  )
  (func (;2;) (type 1) (result i32)
    block $caught
      try_table (catch $t $caught) ;; label = @2
        global.get $last
        throw_ref
      end
      i32.const 0
      return
    end
    i32.const 1
  )
  (func (;3;) (type 1) (result i32)
    global.get $none
    ref.is_null
  )
  (func $preinit.unsigned (;4;) (type 5) (param (ref null 2) i32) (result i64 i32)
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
  (func $preinit.signed (;5;) (type 5) (param (ref null 2) i32) (result i64 i32)
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
  (func $preinit.fixed (;6;) (type 6) (param (ref null 2) i32 i32) (result i64 i32)
    (local i64 i64)
    loop ;; label = @1
      local.get 0
      local.get 2
      array.get_u 2
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
  (func $preinit.reference (;7;) (type 7) (param (ref null 2) (ref null 3) i32 i32) (result anyref i32)
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
  (func $preinit.objects (;8;) (type 8)
    (local (ref null 2) (ref null 3) i32 i32 i32 i32 i64 i32 i32 anyref i32 i32 (ref null 4))
    i32.const 0
    i32.const 6
    array.new_data 2 0
    local.set 0
    i32.const 0
    array.new_default 3
    local.set 1
    i32.const 1
    array.new_default 4
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
            local.get 5
            i32.const 1
            i32.sub
            br_table 0 (;@4;) 1 (;@3;) 1 (;@3;)
          end
          loop ;; label = @4
            local.get 4
            local.set 3
            local.get 12
            local.get 11
            block (result exnref) ;; label = @5
              try_table (catch_all_ref 0 (;@5;)) ;; label = @6
                throw $t
              end
              unreachable
            end
            array.set 4
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
          local.tee 10
          i32.eqz
          if (result exnref) ;; label = @4
            ref.null exn
          else
            local.get 12
            local.get 10
            i32.const 1
            i32.sub
            array.get 4
          end
          global.set $last
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
  (func $preinit.start (;9;) (type 8)
    call $preinit.objects
  )
  (data (;0;) "\01\01\02\01\01\00")
  (@producers
    (processed-by "preinit" "<version>")
  )
  (@custom "preinit" (after data) "\01\07\06\13\da\d5\bcg\de\a8X")
)
