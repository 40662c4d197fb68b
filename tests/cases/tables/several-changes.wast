;; Everything that changed is named, not only the first finding.
;;! expect = "unsupported"
(module
  (table $a 4 funcref)
  (table $b 4 funcref)
  (global $g (mut funcref) (ref.null func))
  (data $d "x")
  (elem $e func $f)
  (func $f)
  (func $init-a (table.set $a (i32.const 0) (ref.func $f)))
  (func $init-b (table.fill $b (i32.const 0) (ref.func $f) (i32.const 1)))
  (func (export "wizer-initialize")
    (call $init-a) (call $init-b)
    (global.set $g (ref.func $f))
    (data.drop $d)
    (elem.drop $e)))
