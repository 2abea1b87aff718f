/** A part of the split. Training never reads `test`. */
export type Part = 'train' | 'tuning' | 'test';
