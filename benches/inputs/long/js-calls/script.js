// Calls: small functions that call each other.
function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
const found = fib(32);
globalThis.run = (choice) => found + choice;
