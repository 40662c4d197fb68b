;;! expect = "malformed"
(module binary "")
