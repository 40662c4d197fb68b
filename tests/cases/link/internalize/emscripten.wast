;; What Emscripten and dynamic linking make: memory, table, bases and addresses are all imported.
;;! subject = "$main"
;;! import-memory = ["env.memory=4"]
;;! import-table = ["env.__indirect_function_table=8"]
;;! import-global = ["env.__memory_base=1024", "env.__table_base=1", "env.__stack_pointer=66560", "GOT.mem.*=2048", "GOT.func.*=1"]
;;! internalize = ["all"]
(module $env
  (memory (export "memory") 4)
  (table (export "__indirect_function_table") 8 funcref)
  (global (export "__memory_base") i32 (i32.const 1024))
  (global (export "__table_base") i32 (i32.const 1))
  (global (export "__stack_pointer") (mut i32) (i32.const 66560)))
(register "env" $env)
(module $mem (global (export "environ") (mut i32) (i32.const 2048)))
(register "GOT.mem" $mem)
(module $func (global (export "square") (mut i32) (i32.const 1)))
(register "GOT.func" $func)
(module $main
  (import "env" "memory" (memory 1))
  (import "env" "__indirect_function_table" (table 1 funcref))
  (import "env" "__stack_pointer" (global $sp (mut i32)))
  (import "env" "__memory_base" (global $memory_base i32))
  (import "env" "__table_base" (global $table_base i32))
  (import "GOT.mem" "environ" (global $environ (mut i32)))
  (import "GOT.func" "square" (global $square (mut i32)))
  (elem (global.get $table_base) func $times $plus)
  (data (global.get $memory_base) "\07\00\00\00")
  (func $times (param i32) (result i32) (i32.mul (local.get 0) (local.get 0)))
  (func $plus (param i32) (result i32) (i32.add (local.get 0) (local.get 0)))
  (func (export "wizer-initialize")
    (i32.store (global.get $environ)
      (call_indirect (param i32) (result i32)
        (i32.load (global.get $memory_base)) (global.get $square))))
  (func (export "get") (result i32 i32)
    (i32.load (i32.const 2048)) (global.get $sp))
  (func (export "call") (param i32) (result i32)
    (call_indirect (param i32) (result i32) (i32.const 5) (local.get 0))))
(assert_return (invoke "get") (i32.const 49) (i32.const 66560))
(assert_return (invoke "call" (i32.const 2)) (i32.const 10))
(assert_trap (invoke "call" (i32.const 3)) "uninitialized element")
