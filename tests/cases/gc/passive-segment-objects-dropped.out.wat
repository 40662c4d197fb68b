(module
  (type $s (;0;) (struct (field $n (mut i32))))
  (type (;1;) (func))
  (type (;2;) (func (param i32)))
  (table $t (;0;) 1 (ref null $s))
  (export "take" (func 1))
  (elem $e (;0;) (ref $s))
  (func (;0;) (type 1)
    elem.drop $e
  )
  (func (;1;) (type 2) (param i32)
    i32.const 0
    i32.const 0
    local.get 0
    table.init $e
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
