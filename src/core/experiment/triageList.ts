import type { Estimate, Undefined } from '../statistics/estimate';
import { combineViews, type FilmScore } from './combineViews';
import type { LikeScores } from './likeScore';
import type { RunThreshold } from './runThreshold';

/** A place of a film in its continuous pixels: drawn by a run for boxes or outlines (with how sure it is, 0 to 1), or where the alert's own network looked. */
export type TriageMark =
  | {
      readonly kind: 'box';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly score: number;
    }
  | { readonly kind: 'mask'; readonly path: string; readonly score: number }
  | { readonly kind: 'attention'; readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** A film that the alert has judged. */
export type TriageFilm = FilmScore & {
  readonly bodyPart: string;
  readonly view: string;
  readonly laterality: string;
  readonly sex: string;
  readonly ageYears: number | null;
  readonly rows: number;
  readonly columns: number;
  readonly marks: readonly TriageMark[];
};

/** A film that could not be judged, and why, as a sentence. */
export type UnreadFilm = { readonly image: string; readonly patient: string; readonly study: string; readonly reason: string };

/** A study of the list by its most suspicious film. */
export type TriageStudy = {
  readonly study: string;
  readonly patient: string;
  readonly score: number;
  readonly isAlert: boolean;
  /** Most suspicious first. */
  readonly films: readonly TriageFilm[];
  /** Films of the study that could not be judged. */
  readonly unread: number;
  /** Regions of its films. */
  readonly regions: readonly string[];
};

/** Which network marks films, by its weights; how it was chosen is a sentence. */
export type MarkingRun = { readonly run: string; readonly weights: string; readonly target: string; readonly chosen: string };

/** Whence a list comes: all that it must say of itself. */
export type TriageAbout = {
  readonly run: string;
  readonly experiment: string;
  readonly target: string;
  /** The class that is alerted for. */
  readonly positive: string;
  /** SHA-256 of the alert's weights. */
  readonly weights: string;
  readonly threshold: RunThreshold;
  readonly sensitivity: Estimate | Undefined;
  readonly specificity: Estimate | Undefined;
  readonly like: readonly LikeScores[];
  /** Null where no run for boxes or outlines is there: then the alert's own attention is shown. */
  readonly marking: MarkingRun | null;
  /** What was sorted, in words ("the tuning part"). */
  readonly source: string;
  /** ISO 8601, UTC. */
  readonly made: string;
  readonly notes: readonly string[];
};

/** Studies worst first, with what could not be judged: an alert to a reader, not a report. */
export type TriageList = {
  readonly version: 1;
  readonly about: TriageAbout;
  readonly studies: readonly TriageStudy[];
  readonly unread: readonly UnreadFilm[];
};

/** Sorts films into studies, the most suspicious first and equal ones by name, so that the same films give the same list in any order. */
export function makeTriageList(about: TriageAbout, films: readonly TriageFilm[], unread: readonly UnreadFilm[]): TriageList {
  const byImage = new Map(films.map((film) => [film.image, film]));
  const lost = new Map<string, number>();
  for (const { study } of unread) if (study !== '') lost.set(study, (lost.get(study) ?? 0) + 1);
  const studies = combineViews(films).map(({ study, patient, score, films: views }): TriageStudy => {
    const own = views.flatMap(({ image }) => byImage.get(image) ?? []);
    const regions = [...new Set(own.flatMap(({ bodyPart }) => bodyPart.split('+')))].filter((region) => region !== '').sort();
    return { study, patient, score, isAlert: score >= about.threshold.threshold, films: own, unread: lost.get(study) ?? 0, regions };
  });
  return { version: 1, about, studies: studies.sort(worstFirst), unread: unread.toSorted(byName) };
}

const worstFirst = (a: TriageStudy, b: TriageStudy): number => b.score - a.score || (a.study < b.study ? -1 : 1);

const byName = (a: UnreadFilm, b: UnreadFilm): number => (a.image < b.image ? -1 : 1);
