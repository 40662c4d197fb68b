;;! expect = "malformed"
(module binary "\00asm\01\00\00\00" "\1f\01\00")
