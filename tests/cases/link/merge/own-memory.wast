;; A helper with a memory of its own beside the module's: contents, growth and segments of both.
;;! subject = "$main"
;;! preload = { store = "$store" }
;;! preload-state = "merge"
(module $store
  (memory $kept 1 4)
  (data (i32.const 0) "helper")
  (data $spare "spare")
  (func (export "put") (param i32 i32) (i32.store (local.get 0) (local.get 1)))
  (func (export "get") (param i32) (result i32) (i32.load (local.get 0)))
  (func (export "grow") (result i32) (memory.grow (i32.const 1)))
  (func (export "spare") (memory.init $spare (i32.const 64) (i32.const 0) (i32.const 5))))
(register "store" $store)
(module $main
  (import "store" "put" (func $put (param i32 i32)))
  (import "store" "get" (func $get (param i32) (result i32)))
  (import "store" "grow" (func $grow (result i32)))
  (import "store" "spare" (func $spare))
  (memory $own 1)
  (data (i32.const 0) "main")
  (func (export "wizer-initialize")
    (drop (call $grow))
    (call $put (i32.const 65536) (i32.load (i32.const 0))))
  (func (export "get") (param i32) (result i32 i32)
    (call $get (local.get 0)) (i32.load (local.get 0)))
  (func (export "theirs") (param i32) (result i32) (call $get (local.get 0)))
  (export "spare" (func $spare)))
(assert_return (invoke "get" (i32.const 0)) (i32.const 0x706c_6568) (i32.const 0x6e69_616d))
(assert_return (invoke "theirs" (i32.const 65536)) (i32.const 0x6e69_616d))
(invoke "spare")
(assert_return (invoke "get" (i32.const 64)) (i32.const 0x7261_7073) (i32.const 0))
