(module $main
  (type $other (;0;) (func (param f64)))
  (rec
    (type $node (;1;) (struct (field i32) (field (ref null $node))))
  )
  (type $thrown (;2;) (func (param i32)))
  (type (;3;) (func (param i32) (result (ref $node))))
  (type (;4;) (func))
  (type (;5;) (func (result i32)))
  (rec
    (type $lib:node (;6;) (struct (field i32) (field (ref null $lib:node))))
  )
  (type (;7;) (func (param i32) (result (ref $lib:node))))
  (tag $lib:oops (;0;) (type $thrown) (param i32))
  (global $lib:count (;0;) (mut i32) i32.const 1)
  (export "value" (func 1))
  (export "caught" (func 2))
  (func (;0;) (type 4)
    i32.const 1
    call $lib:make
    drop
  )
  (func (;1;) (type 5) (result i32)
    i32.const 9
    call $lib:make
    struct.get $node 0
  )
  (func (;2;) (type 5) (result i32)
    block $h (result i32)
      try_table (catch $lib:oops $h) ;; label = @2
        call $lib:fail
      end
      i32.const -1
    end
  )
  (func $lib:make (;3;) (type 7) (param i32) (result (ref $lib:node))
    global.get $lib:count
    i32.const 1
    i32.add
    global.set $lib:count
    local.get 0
    ref.null $lib:node
    struct.new $lib:node
  )
  (func $lib:fail (;4;) (type 4)
    global.get $lib:count
    throw $lib:oops
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
