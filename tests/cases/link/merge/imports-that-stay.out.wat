(module $main
  (type (;0;) (func (param i32)))
  (type (;1;) (func))
  (type (;2;) (func (result i64)))
  (import "host" "log" (func $log (;0;) (type 0)))
  (import "host" "now" (func $lib:now (;1;) (type 2)))
  (global $lib:n (;0;) (mut i32) i32.const 3)
  (export "tell" (func 3))
  (export "now" (func 4))
  (func (;2;) (type 1)
    i32.const 3
    call $lib:count
  )
  (func (;3;) (type 1)
    call $lib:tell
    i32.const 0
    call $log
  )
  (func (;4;) (type 2) (result i64)
    call $"#func7 lib:now"
  )
  (func $lib:count (;5;) (type 0) (param i32)
    local.get 0
    global.set $lib:n
  )
  (func $lib:tell (;6;) (type 1)
    global.get $lib:n
    call $log
  )
  (func $"#func7 lib:now" (@name "lib:now") (;7;) (type 2) (result i64)
    call $lib:now
    global.get $lib:n
    i64.extend_i32_u
    i64.add
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
