-- Bytes of strings, one by one.
local text, hash = ("The quick brown fox. "):rep(3000), 5381
for round = 1, 40 do
  for n = 1, #text do hash = (hash * 33 + text:byte(n)) % 4294967296 end
  text = text:sub(2) .. text:sub(1, 1)
end
local upper = text:upper():gsub("%s", "_")
function run(choice) return hash % 1000003 + upper:byte(choice + 1) end
