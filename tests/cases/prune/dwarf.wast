;; Debug information follows what is left: the first function is gone and its address a tombstone, the last one is
;; where the first was.
;;! prune = "code"
(module
  (memory 1)
  (func $helper nop)
  (func $init (export "wizer-initialize") (i32.store8 (i32.const 0) (i32.const 1)) (call $helper))
  (func $get (export "get") (result i32) (i32.load8_u (i32.const 0)))
  ;; Two sequences, at 2 and at 18.
  (@custom ".debug_line" (after last)
    "\31\00\00\00" "\04\00" "\11\00\00\00" "\01\01\01\fb\0e\0a" "\00\01\01\01\01\00\00\00\01" "\00\00"
    "\00\05\02\02\00\00\00" "\01\02\03\00\01\01"
    "\00\05\02\12\00\00\00" "\01\02\07\00\01\01"))
(assert_return (invoke "get") (i32.const 1))
