import type { Mark } from './label';

/** Where a mark lies: equal for marks on the same frame of the same file. */
export const placeOf = ({ instance = '', frame = 0 }: Pick<Mark, 'instance' | 'frame'>): string => `${instance}\n${frame}`;
