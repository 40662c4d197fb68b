;; Continuations run on no engine that we use: the module is refused as one, not with a crash.
;;! expect = "unsupported"
(module
  (type $f (func))
  (type $c (cont $f))
  (global $k (mut (ref null $c)) (ref.null $c))
  (func $body)
  (elem declare func $body)
  (func (export "wizer-initialize") (global.set $k (cont.new $c (ref.func $body)))))
