;; An immutable array of more different references than one instruction makes: refused, by its type.
;;! expect = "unsupported"
(module
  (type $f (func))
  (type $list (array (ref null $f)))
  (global $list (mut (ref null $list)) (ref.null $list))
  (elem $e (ref null $f) (;@repeat 10001: (ref.func $f) ;) (ref.null $f))
  (func $f (type $f))
  (func (export "wizer-initialize")
    (global.set $list (array.new_elem $list $e (i32.const 0) (i32.const 10002)))))
