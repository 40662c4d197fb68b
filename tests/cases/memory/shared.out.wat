(module
  (type (;0;) (func))
  (memory (;0;) 1 2 shared)
  (func (;0;) (type 0))
  (@producers
    (processed-by "preinit" "<version>")
  )
)
