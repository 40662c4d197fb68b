(module $main
  (type (;0;) (func (param i32) (result i32)))
  (type (;1;) (func))
  (memory $own (;0;) 1)
  (memory $lib:theirs (;1;) 1)
  (func $init (;0;) (type 1)
    i32.const 1
    call $lib:named
    drop
  )
  (func $lib:unnamed (;1;) (type 1))
  (func $lib:named (;2;) (type 0) (param $x i32) (result i32)
    (local $y i32)
    local.get $x
  )
  (@custom "target_features" (after code) "\03+\07simd128+\09tail-call+\0bmultimemory")
  (@custom "ours" (after code) "x")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
