;; Custom sections: the module's own stay but for those that count code bytes; features are those of both; names of
;; the helper stand behind its own name.
;;! subject = "$main"
;;! preload = { lib = "$lib" }
;;! preload-state = "merge"
(module $lib
  (memory $theirs 1)
  (@custom ".debug_line" (after code) "\00")
  (@custom "theirs" "x")
  (@custom "target_features" (after code) "\02+\09tail-call+\07simd128")
  (func (export "unnamed"))
  (func $named (export "f") (param $x i32) (result i32) (local $y i32) (local.get $x)))
(register "lib" $lib)
(module $main
  (import "lib" "f" (func $imported (param i32) (result i32)))
  (memory $own 1)
  (@custom "sourceMappingURL" "x.map")
  (@custom "ours" "x")
  (@custom "target_features" (after code) "\01+\07simd128")
  (func $init (export "wizer-initialize") (drop (call $imported (i32.const 1)))))
