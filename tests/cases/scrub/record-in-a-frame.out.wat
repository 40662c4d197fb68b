(module
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (memory (;0;) 1)
  (global $sp (;0;) (mut i32) i32.const 4096)
  (export "get" (func 1))
  (func (;0;) (type 0)
    (local $f i32) (local $c i32)
    i32.const 0
    memory.grow
    drop
    global.get $sp
    i32.const -512
    i32.add
    local.tee $f
    global.set $sp
    local.get $f
    i32.const 0
    i32.store offset=8
    local.get $f
    i32.const 1976
    i32.store offset=12
    local.get $f
    i32.const 8192
    i32.store offset=16
    local.get $f
    i32.const 0
    i32.store offset=20
    local.get $f
    i32.const 8200
    i32.store offset=24
    local.get $f
    i32.const 8192
    i32.store offset=448
    local.get $f
    i32.const 2024
    i32.store offset=452
    i32.const 8204
    i32.const 1977
    i32.store
    i32.const 10180
    i32.const 40
    i32.store
    local.get $f
    i32.load offset=24
    local.set $c
    local.get $f
    local.get $f
    i32.load offset=12
    i32.const 64
    i32.sub
    i32.store offset=12
    local.get $f
    local.get $c
    i32.const 64
    i32.add
    i32.store offset=24
    local.get $f
    local.get $f
    i32.load offset=8
    i32.store offset=8
    local.get $f
    local.get $f
    i32.load offset=20
    i32.store offset=20
    local.get $f
    i32.load offset=24
    local.get $f
    i32.load offset=12
    i32.const 1
    i32.or
    i32.store offset=4
    local.get $c
    i32.const 67
    i32.store offset=4
    local.get $f
    i32.const 512
    i32.add
    global.set $sp
    i32.const 9000
    i32.const 42
    i32.store
  )
  (func (;1;) (type 1) (result i32)
    i32.const 9000
    i32.load
  )
  (data (;0;) (i32.const 3596) "x\07\00\00\00 \00\00\00\00\00\00H ")
  (data (;1;) (i32.const 4033) " \00\00\e8\07")
  (data (;2;) (i32.const 8204) "C")
  (data (;3;) (i32.const 8268) "y\07")
  (data (;4;) (i32.const 9000) "*")
  (data (;5;) (i32.const 10180) "(")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
