;; A start function that makes objects uses what the module's list may lack: it is completed.
;;! golden = false
(module
  (@custom "target_features" (after last) "\01+\0fmutable-globals")
  (type $s (struct (field $n i32)))
  (global $g (mut (ref null $s)) (ref.null $s))
  (func (export "wizer-initialize") (global.set $g (struct.new $s (i32.const 3))))
  (func (export "n") (result i32) (struct.get $s $n (global.get $g))))
(assert_return (invoke "n") (i32.const 3))
