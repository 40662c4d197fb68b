// Classes that inherit, and calls by their names.
class Shape { constructor(size) { this.size = size; } area() { return 0; } scaled(by) { return new this.constructor(this.size * by); } }
class Square extends Shape { area() { return this.size * this.size; } }
class Circle extends Shape { get radius() { return this.size / 2; } area() { return 3.14 * this.radius ** 2; } }
let total = 0;
for (let n = 0; n < 1500000; n++) {
  const shape = n % 2 ? new Square(n % 100) : new Circle(n % 100);
  total += shape.scaled(2).area();
}
globalThis.run = (choice) => (total + choice) | 0;
