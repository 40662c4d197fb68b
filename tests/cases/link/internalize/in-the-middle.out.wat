(module $main
  (type (;0;) (func))
  (type (;1;) (func (param i32) (result i32 i32 i32)))
  (type (;2;) (func (result i32)))
  (type (;3;) (func))
  (import "env" "second" (memory $second (;0;) 1))
  (import "env" "b" (global $b (;0;) i32))
  (import "env" "c" (global $c (;1;) i32))
  (memory $first (;1;) 1)
  (memory $own (;2;) 1)
  (global $a (;2;) i32 i32.const 1)
  (global $d (;3;) (mut i32) i32.const 4)
  (export "first" (memory $first))
  (export "init" (func 1))
  (export "load" (func 2))
  (export "d" (func 3))
  (start $preinit.start)
  (func (;0;) (type 0)
    i32.const 0
    global.get $a
    i32.store $first
    i32.const 0
    global.get $b
    i32.const 0
    i32.load
    i32.add
    i32.store $own
    global.get $d
    global.get $c
    i32.add
    global.set $d
  )
  (func (;1;) (type 0)
    i32.const 16
    i32.const 0
    i32.const 7
    memory.init $first $p
  )
  (func (;2;) (type 1) (param $at i32) (result i32 i32 i32)
    local.get $at
    i32.load $first
    local.get $at
    i32.load $own
    local.get $at
    i32.load
  )
  (func (;3;) (type 2) (result i32)
    global.get $d
  )
  (func $preinit.import-differs (;4;) (type 3)
    unreachable
  )
  (func $preinit.start (;5;) (type 3)
    global.get $b
    i32.const 2
    i32.ne
    if ;; label = @1
      call $preinit.import-differs
    end
    global.get $c
    i32.const 3
    i32.ne
    if ;; label = @1
      call $preinit.import-differs
    end
  )
  (data $p (;0;) "passive")
  (data (;1;) (memory $first) (i32.const 0) "\01\00\00\00\00\00\00\00first")
  (data (;2;) (memory $own) (i32.const 0) "\02\00\00\00\00\00\00\00own")
  (@producers
    (processed-by "preinit" "<version>")
  )
  (@custom "preinit" (after data) "\01\01\02G\c5\dd\d7=/\f5[")
)
