(module
  (type (;0;) (func))
  (type (;1;) (func (result i32 i32 i32 i32)))
  (global $none (;0;) (mut nullref) ref.null none)
  (global $nofunc (;1;) (mut nullfuncref) ref.null nofunc)
  (global $noextern (;2;) (mut nullexternref) ref.null noextern)
  (global $noexn (;3;) (mut nullexnref) ref.null noexn)
  (export "nulls" (func 1))
  (func (;0;) (type 0)
    ref.null none
    global.set $none
    ref.null nofunc
    global.set $nofunc
    ref.null noextern
    global.set $noextern
    ref.null noexn
    global.set $noexn
  )
  (func (;1;) (type 1) (result i32 i32 i32 i32)
    global.get $none
    ref.is_null
    global.get $nofunc
    ref.is_null
    global.get $noextern
    ref.is_null
    global.get $noexn
    ref.is_null
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
