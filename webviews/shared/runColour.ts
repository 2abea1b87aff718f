const hues = [
  ...['blue', 'yellow', 'green', 'purple', 'red'].map((hue) => `var(--vscode-charts-${hue})`),
  // VS Code's dark themes have an orange that hardly stands out from the ground.
  'color-mix(in srgb, var(--vscode-charts-orange) 50%, var(--vscode-editor-foreground))',
];

/** The colour of a page's run by its place in the page's order, taken from the theme; runs past the sixth repeat them mixed with the text's colour. */
export function runColour(place: number): string {
  const hue = hues[Math.max(0, place) % hues.length] ?? 'currentColor';
  const share = [100, 65, 40, 25][Math.floor(Math.max(0, place) / hues.length)] ?? 25;
  return share === 100 ? hue : `color-mix(in srgb, ${hue} ${share}%, var(--vscode-editor-foreground))`;
}
