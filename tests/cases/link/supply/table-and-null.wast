;; A table of null references, larger than the import asks for, and a null reference in a global, which init may
;; use as it is internalized.
;;! subject = "$main"
;;! import-table = ["env.table=3"]
;;! import-global = ["env.object=null"]
;;! internalize = ["env.object"]
(module $env
  (table (export "table") 3 8 funcref)
  (global (export "object") externref (ref.null extern)))
(register "env" $env)
(module $main
  (import "env" "table" (table $t 1 8 funcref))
  (import "env" "object" (global $object externref))
  (global $seen (mut i32) (i32.const 0))
  (func (export "wizer-initialize")
    (global.set $seen
      (i32.add (table.size $t)
        (i32.add (ref.is_null (global.get $object)) (ref.is_null (table.get $t (i32.const 2)))))))
  (func (export "seen") (result i32) (global.get $seen)))
(assert_return (invoke "seen") (i32.const 5))
