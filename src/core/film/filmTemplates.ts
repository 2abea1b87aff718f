/** Templates that have demo films. */
export const filmTemplates = ['bone-age', 'fractures'] as const;

export type FilmTemplate = (typeof filmTemplates)[number];
