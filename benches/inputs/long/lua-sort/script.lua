-- Sorting with a comparison.
local state, list = 42, {}
for n = 1, 250000 do state = (state * 1103515245 + 12345) % 2147483648; list[n] = { key = state % 10007, n = n } end
table.sort(list, function(a, b) if a.key ~= b.key then return a.key < b.key end return a.n < b.n end)
function run(choice) return list[choice + 1].n end
