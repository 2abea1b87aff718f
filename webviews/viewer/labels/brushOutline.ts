/** Draws the round edge of the brush, in canvas pixels; a dark rim keeps it visible on white. An eraser's is dashed. */
export function drawBrush(
  context: CanvasRenderingContext2D,
  [x, y]: readonly [number, number],
  radius: number,
  colour: string,
  isErasing: boolean,
): void {
  context.save();
  context.beginPath();
  context.arc(x, y, Math.max(radius, devicePixelRatio), 0, 2 * Math.PI);
  context.setLineDash(isErasing ? [5 * devicePixelRatio, 4 * devicePixelRatio] : []);
  context.strokeStyle = 'rgba(0, 0, 0, 0.65)';
  context.lineWidth = 3 * devicePixelRatio;
  context.stroke();
  context.strokeStyle = isErasing ? 'white' : colour;
  context.lineWidth = 1.5 * devicePixelRatio;
  context.stroke();
  context.restore();
}
