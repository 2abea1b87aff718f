/** What a run says of one film: `score` (0..1) is the probability of the positive class. */
export type FilmScore = { readonly image: string; readonly patient: string; readonly study: string; readonly score: number };

/** What a run says of one study, by its most suspicious view. */
export type StudyScore = {
  /** The study's pseudonym, or the image's name where its study is unknown. */
  readonly study: string;
  readonly patient: string;
  readonly score: number;
  /** Its films, most suspicious first. */
  readonly films: readonly FilmScore[];
};

/**
 * Combines the views of each study by the highest score, since a fracture often shows in one view only; a film without a study stands alone.
 * Studies come in the order of their first film.
 */
export function combineViews(films: readonly FilmScore[]): readonly StudyScore[] {
  const studies = new Map<string, FilmScore[]>();
  for (const film of films) {
    const study = film.study === '' ? film.image : film.study;
    studies.set(study, [...(studies.get(study) ?? []), film]);
  }
  return [...studies].map(([study, views]) => {
    const worstFirst = views.toSorted((a, b) => b.score - a.score || (a.image < b.image ? -1 : 1));
    return { study, patient: worstFirst[0]?.patient ?? '', score: worstFirst[0]?.score ?? 0, films: worstFirst };
  });
}
