/** "train.learningRate 0.001, train.batch 8". */
export const settingWords = (settings: Readonly<Record<string, unknown>>): string =>
  Object.entries(settings)
    .map(([key, value]) => `${key} ${settingText(value)}`)
    .join(', ');

/** A setting's value as people write it. */
export const settingText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
