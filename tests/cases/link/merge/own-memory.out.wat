(module $main
  (type (;0;) (func (param i32 i32)))
  (type (;1;) (func (param i32) (result i32)))
  (type (;2;) (func (result i32)))
  (type (;3;) (func))
  (type (;4;) (func (param i32) (result i32 i32)))
  (memory $own (;0;) 1)
  (memory $store:kept (;1;) 2 4)
  (export "get" (func 1))
  (export "theirs" (func 2))
  (export "spare" (func $store:spare))
  (func (;0;) (type 3)
    call $store:grow
    drop
    i32.const 65536
    i32.const 0
    i32.load
    call $store:put
  )
  (func (;1;) (type 4) (param i32) (result i32 i32)
    local.get 0
    call $store:get
    local.get 0
    i32.load
  )
  (func (;2;) (type 1) (param i32) (result i32)
    local.get 0
    call $store:get
  )
  (func $store:put (;3;) (type 0) (param i32 i32)
    local.get 0
    local.get 1
    i32.store $store:kept
  )
  (func $store:get (;4;) (type 1) (param i32) (result i32)
    local.get 0
    i32.load $store:kept
  )
  (func $store:grow (;5;) (type 2) (result i32)
    i32.const 1
    memory.grow $store:kept
  )
  (func $store:spare (;6;) (type 3)
    i32.const 64
    i32.const 0
    i32.const 5
    memory.init $store:kept $store:spare
  )
  (data (;0;) "")
  (data $store:spare (;1;) "spare")
  (data (;2;) (i32.const 0) "main")
  (data (;3;) (memory $store:kept) (i32.const 0) "helper")
  (data (;4;) (memory $store:kept) (i32.const 65536) "main")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
