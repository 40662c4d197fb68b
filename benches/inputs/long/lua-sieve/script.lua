-- A sieve, and sums of its primes.
local size, sieve = 3000000, {}
for n = 2, size do sieve[n] = true end
for n = 2, math.floor(math.sqrt(size)) do
  if sieve[n] then for m = n * n, size, n do sieve[m] = false end end
end
local sum = 0
for n = 2, size do if sieve[n] then sum = sum + n end end
function run(choice) return (sum + choice) % 1000003 end
