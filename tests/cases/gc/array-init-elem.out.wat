(module
  (type $pair (;0;) (struct (field $a (mut i32)) (field $b i32)))
  (type $list (;1;) (array (mut i32)))
  (type $refs (;2;) (array (mut funcref)))
  (type (;3;) (func))
  (type (;4;) (array i8))
  (type (;5;) (array (mut anyref)))
  (type (;6;) (array (mut funcref)))
  (type (;7;) (func (param (ref null 4) i32) (result i64 i32)))
  (type (;8;) (func (param (ref null 4) i32 i32) (result i64 i32)))
  (type (;9;) (func (param (ref null 4) (ref null 5) i32 i32) (result anyref i32)))
  (type (;10;) (func))
  (global $p (;0;) (ref $pair) i32.const 3 i32.const 4 struct.new $pair)
  (global $l (;1;) (ref $list) i32.const 5 i32.const 4 array.new $list)
  (global $r (;2;) (ref $refs) i32.const 4 array.new_default $refs)
  (start $preinit.start)
  (elem $e (;0;) func $change)
  (elem (;1;) func $change)
  (func $change (;0;) (type 3)
    global.get $r
    i32.const 0
    i32.const 0
    i32.const 1
    array.init_elem $refs $e
  )
  (func (;1;) (type 3)
    call $change
  )
  (func $preinit.unsigned (;2;) (type 7) (param (ref null 4) i32) (result i64 i32)
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
  (func $preinit.signed (;3;) (type 7) (param (ref null 4) i32) (result i64 i32)
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
  (func $preinit.fixed (;4;) (type 8) (param (ref null 4) i32 i32) (result i64 i32)
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
  (func $preinit.reference (;5;) (type 9) (param (ref null 4) (ref null 5) i32 i32) (result anyref i32)
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
  (func $preinit.objects (;6;) (type 10)
    (local (ref null 4) (ref null 5) i32 i32 i32 i32 i64 i32 i32 anyref i32 (ref null 6))
    i32.const 0
    i32.const 6
    array.new_data 4 1
    local.set 0
    i32.const 1
    array.new_default 5
    local.set 1
    i32.const 0
    i32.const 1
    array.new_elem 6 1
    local.set 11
    local.get 1
    i32.const 0
    global.get $r
    array.set 5
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
          local.get 5
          i32.const 1
          i32.sub
          br_table 0 (;@3;) 0 (;@3;)
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
          local.get 2
          call $preinit.unsigned
          local.set 2
          i32.wrap_i64
          local.tee 10
          i32.eqz
          if (result funcref) ;; label = @4
            ref.null func
          else
            local.get 11
            local.get 10
            i32.const 1
            i32.sub
            array.get 6
          end
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
    data.drop 1
    elem.drop 1
  )
  (func $preinit.start (;7;) (type 10)
    call $preinit.objects
  )
  (data $d (;0;) "0123456789abcdef")
  (data (;1;) "\01\01\00\00\01\00")
  (@producers
    (processed-by "preinit" "<version>")
  )
  (@custom "preinit" (after data) "\01\07\06\1d[\83\19\ccK\a4\91")
)
