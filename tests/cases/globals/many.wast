;; Enough globals for indices of two bytes, only the last of which changes.
;;! golden = false
(module
  (;@repeat 300: (global (mut i32) (i32.const $i)) ;)
  (global $last (mut i32) (i32.const 0))
  (func (export "wizer-initialize") (global.set $last (i32.const 1)) (global.set 200 (i32.const -1)))
  (func (export "get") (result i32 i32 i32 i32)
    (global.get 0) (global.get 199) (global.get 200) (global.get $last)))
(assert_return (invoke "get") (i32.const 0) (i32.const 199) (i32.const -1) (i32.const 1))
