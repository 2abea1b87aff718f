/** Blurs row-major pixels of rows x columns in place by a Gaussian of standard deviation `sigma` pixels, cut off at three of them; the border is repeated. */
export function blurPixels(pixels: Float32Array, [rows, columns]: readonly [number, number], sigma: number): void {
  const weights = gaussian(sigma);
  const line = new Float64Array(Math.max(rows, columns) + weights.length - 1);
  for (let row = 0; row < rows; row++) blurLine(pixels, row * columns, 1, columns, weights, line);
  for (let column = 0; column < columns; column++) blurLine(pixels, column, columns, rows, weights, line);
}

function gaussian(sigma: number): Float64Array {
  const radius = Math.ceil(3 * sigma);
  const weights = Float64Array.from({ length: 2 * radius + 1 }, (_, i) => Math.exp(-0.5 * ((i - radius) / sigma) ** 2));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** Blurs `length` pixels from `first` on, `step` apart; `line` is room for them and their border. */
function blurLine(pixels: Float32Array, first: number, step: number, length: number, weights: Float64Array, line: Float64Array): void {
  const radius = (weights.length - 1) / 2;
  for (let i = -radius; i < length + radius; i++) line[i + radius] = pixels[first + step * Math.min(Math.max(i, 0), length - 1)] ?? 0;
  for (let i = 0; i < length; i++) {
    let sum = 0;
    for (let k = 0; k < weights.length; k++) sum += (weights[k] ?? 0) * (line[i + k] ?? 0);
    pixels[first + step * i] = sum;
  }
}
