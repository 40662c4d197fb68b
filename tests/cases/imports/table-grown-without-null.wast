;; A table that has no null to grow with, grown: refused by name.
;;! subject = "$main"
;;! preload = { env = "$host" }
;;! expect = "unsupported"
(module $host
  (type $f (func (result i32)))
  (table $t (export "table") 2 8 (ref $f) (ref.func $ten))
  (func $ten (type $f) (i32.const 10)))
(register "env" $host)
(module $main
  (type $f (func (result i32)))
  (import "env" "table" (table $t 2 8 (ref $f)))
  (elem declare func $one)
  (func $one (type $f) (i32.const 1))
  (func (export "wizer-initialize")
    (drop (table.grow $t (ref.func $one) (i32.const 2)))))
