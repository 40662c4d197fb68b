(module
  (type (;0;) (func (param i32)))
  (type (;1;) (func))
  (type (;2;) (func (result i32)))
  (type (;3;) (func (param i32) (result i32)))
  (tag $e (;0;) (type 0) (param i32))
  (tag $f (;1;) (type 1))
  (global $log (;0;) (mut i32) i32.const 1423)
  (export "log" (func 4))
  (export "caught" (func 5))
  (export "throw" (func 6))
  (func $note (;0;) (type 0) (param i32)
    global.get $log
    i32.const 10
    i32.mul
    local.get 0
    i32.add
    global.set $log
  )
  (func $may-throw (;1;) (type 0) (param i32)
    local.get 0
    i32.const 1
    i32.eq
    if ;; label = @1
      i32.const 4
      throw $e
    end
    local.get 0
    i32.const 2
    i32.eq
    if ;; label = @1
      throw $f
    end
  )
  (func $caught (;2;) (type 0) (param i32)
    try ;; label = @1
      try ;; label = @2
        local.get 0
        call $may-throw
        i32.const 1
        call $note
      catch $e
        call $note
      catch_all
        i32.const 2
        call $note
        rethrow 0 (;@2;)
      end
    catch $f
      i32.const 3
      call $note
    end
  )
  (func (;3;) (type 1)
    i32.const 0
    call $caught
    i32.const 1
    call $caught
    i32.const 2
    call $caught
  )
  (func (;4;) (type 2) (result i32)
    global.get $log
  )
  (func (;5;) (type 3) (param i32) (result i32)
    local.get 0
    call $caught
    global.get $log
  )
  (func (;6;) (type 1)
    i32.const 2
    call $may-throw
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
