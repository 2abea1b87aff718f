import { attentionSpot } from '../../core/experiment/attentionSpot';
import { likeScores } from '../../core/experiment/likeScores';
import { operate } from '../../core/experiment/reportClasses';
import type { RunRecord } from '../../core/experiment/runRecord';
import { runThreshold } from '../../core/experiment/runThreshold';
import { scaleInputs } from '../../core/experiment/scaleInputs';
import {
  makeTriageList,
  type TriageAbout,
  type TriageFilm,
  type TriageList,
  type TriageMark,
  type UnreadFilm,
} from '../../core/experiment/triageList';
import { triageMarks } from '../../core/experiment/triageMarks';
import type { ReportProgress } from '../../core/progress';
import { UserError } from '../../core/userError';
import { predictFiles } from '../training/predictFiles';
import { openAnswers } from './answerCache';
import { openAttender } from './attendRun';
import { openPreparedImages } from './preparedImages';
import { readCases } from './readCases';
import { readRecord } from './readRecord';
import { type RunWeights, readRunWeights } from './runWeights';
import { chooseFilms, type FilmFile, type WantedFilms } from './triageFiles';
import { findMarkingRun } from './triageMarking';

/** What a triage is asked for: `boxes` names the run that marks films, '' none; left out, the best finished one is taken. */
export type WantedTriage = WantedFilms & { readonly boxes?: string };

/** The list, and the file of each film by its name. */
export type Triage = { readonly list: TriageList; readonly files: ReadonlyMap<string, string> };

type Work = { readonly root: string; readonly report: ReportProgress; readonly signal: AbortSignal };
type Model = RunWeights & { readonly record: RunRecord };
/** What a network said of a film: `score` of the positive class for an alert, `marks` of a detector. */
type Answer = { readonly score: number; readonly marks: readonly TriageMark[] };
type Answers = ReadonlyMap<string, Answer | { readonly problem: string }>;

/** Sorts films by a run of two classes, and marks them; throws UserError without such a run, its weights, its threshold or films. */
export async function triageRun(
  root: string,
  run: string,
  wanted: WantedTriage,
  report: ReportProgress,
  signal: AbortSignal,
): Promise<Triage> {
  const work = { root, report, signal };
  const alert = await openModel(root, run);
  const about = await aboutRun(root, alert);
  const { films, source, notes } = await chooseFilms(root, wanted, signal);
  const marking = await findMarkingRun(root, alert.record, wanted.boxes);
  const said = await answersOf(work, alert, films, 'alert');
  const readable = films.filter(({ name }) => scoreOf(said, name) !== null);
  const drawn = marking === null ? new Map() : await answersOf(work, await openModel(root, marking.run), readable, 'marks');
  const marksOf = (name: string): readonly TriageMark[] => marksIn(drawn, name);
  const unmarked = readable.filter(({ name }) => (scoreOf(said, name) ?? 0) >= about.threshold.threshold && marksOf(name).length === 0);
  const looked = await attentionOf(work, alert, unmarked, about.positive);
  const judged = readable.map(
    (film): TriageFilm => ({
      ...film,
      ...{ image: film.name, score: scoreOf(said, film.name) ?? 0, rows: film.rows ?? 0, columns: film.columns ?? 0 },
      marks: marksOf(film.name).length > 0 ? marksOf(film.name) : (looked.marks.get(film.name) ?? []),
    }),
  );
  const unread = films.flatMap((film) => unreadFilm(film, said));
  const full = { ...about, marking, source, made: new Date().toISOString(), notes: [...notes, ...looked.notes] };
  const list = makeTriageList(full, judged.map(shownFilm), unread);
  return { list, files: new Map(films.map(({ name, file }) => [name, file])) };
}

/** What crosses to a page or a file, without the file's place and hash. */
const shownFilm = ({
  image,
  patient,
  study,
  score,
  bodyPart,
  view,
  laterality,
  sex,
  ageYears,
  rows,
  columns,
  marks,
}: TriageFilm): TriageFilm => ({
  ...{ image, patient, study, score, bodyPart, view, laterality, sex, ageYears, rows, columns, marks },
});

function scoreOf(answers: Answers, name: string): number | null {
  const answer = answers.get(name);
  return answer !== undefined && 'score' in answer && Number.isFinite(answer.score) ? answer.score : null;
}

function marksIn(answers: Answers, name: string): readonly TriageMark[] {
  const answer = answers.get(name);
  return answer !== undefined && 'marks' in answer ? answer.marks : [];
}

function unreadFilm({ name, patient, study }: FilmFile, said: Answers): readonly UnreadFilm[] {
  if (scoreOf(said, name) !== null) return [];
  const answer = said.get(name);
  const problem = answer !== undefined && 'problem' in answer ? answer.problem : 'The network gave no number for it.';
  const sentence = `${problem.charAt(0).toUpperCase()}${problem.slice(1).replace(/\.?$/, '.')}`;
  return [{ image: name, patient, study, reason: sentence }];
}

async function openModel(root: string, run: string): Promise<Model> {
  const record = await readRecord(root, run);
  return { record, ...(await readRunWeights(root, record)) };
}

/** What the list says of the alert; UserError for a run that can't alert. */
async function aboutRun(
  root: string,
  { record, about, sha256 }: Model,
): Promise<Omit<TriageAbout, 'marking' | 'source' | 'made' | 'notes'>> {
  const { run, experiment } = record;
  if (about.task !== 'classification' || about.classes.length !== 2)
    throw new UserError(
      `Run ${run} learns ${about.target}, which is not one of two classes, so it can't alert: name a run whose target is a category with two values.`,
    );
  const table = await readCases(root, run);
  const threshold = runThreshold(table);
  if ('undefined' in threshold)
    throw new UserError(`Run ${run} has no threshold to alert by: ${threshold.undefined} Its tuning part needs films of both classes.`);
  const { sensitivity, specificity } = operate(table, threshold.threshold).operating;
  const positive = about.classes[1] ?? '';
  return {
    ...{ run, experiment, target: about.target, positive, weights: sha256 },
    threshold,
    sensitivity,
    specificity,
    like: likeScores(table),
  };
}

/** Sex and age as the network takes them in; null where it needs an age that is not known. */
const inputsOf = ({ settings }: RunRecord, film: FilmFile): readonly number[] | null =>
  settings.data.inputs.length === 0 ? [] : scaleInputs(settings.data.inputs, film);

/** What a network says of films: from the disk where it was asked before with the same weights and the same film, else asked now. */
async function answersOf(
  { root, report, signal }: Work,
  model: Model,
  films: readonly FilmFile[],
  question: 'alert' | 'marks',
): Promise<Answers> {
  const { record, weights, about, sha256 } = model;
  const cache = await openAnswers<Answer>(root, sha256, question);
  const keyOf = (film: FilmFile): string => [film.sha256, ...(inputsOf(record, film) ?? ['none'])].join(' ');
  const isKnown = (film: FilmFile): boolean => film.sha256 !== '' && cache.answers.has(keyOf(film));
  const asked = films.filter((film) => film.problem === '' && !isKnown(film));
  const said = new Map<string, Answer | { readonly problem: string }>();
  for (const film of films) {
    const known = isKnown(film) ? cache.answers.get(keyOf(film)) : undefined;
    if (film.problem !== '') said.set(film.name, { problem: film.problem });
    else if (known !== undefined) said.set(film.name, known);
  }
  if (asked.length === 0) return said;
  const prepared = await openPreparedImages(
    root,
    asked.map(({ file }) => file),
    record.settings.image,
    report,
    signal,
  );
  const { task, classes, unit } = about;
  const wanted = asked.map((film) => ({ name: film.name, file: film.file, inputs: inputsOf(record, film) ?? [] }));
  const network = { weights, experiment: record.settings, task, classes, unit };
  const rows = await predictFiles(network, wanted, report, signal, prepared.prepare).finally(prepared.close);
  for (const [index, { image, probabilities, marks, score, problem }] of rows.entries()) {
    const film = asked[index];
    const answer = { score: question === 'alert' ? (probabilities[1] ?? Number.NaN) : (score ?? 0), marks: triageMarks(marks) };
    said.set(image, problem === '' ? answer : { problem });
    if (problem === '' && film !== undefined && film.sha256 !== '' && Number.isFinite(answer.score)) cache.answers.set(keyOf(film), answer);
  }
  await cache.keep();
  return said;
}

type Looked = { readonly marks: ReadonlyMap<string, readonly TriageMark[]>; readonly notes: readonly string[] };

/** Where the alert's network looked on films, from the disk where it was asked before. A network without places, or a film that fails, goes without. */
async function attentionOf(
  { root, report, signal }: Work,
  { record, sha256 }: Model,
  films: readonly FilmFile[],
  positive: string,
): Promise<Looked> {
  const cache = await openAnswers<readonly TriageMark[]>(root, sha256, `attention to ${positive}`);
  const asked = films.filter((film) => !cache.answers.has(film.sha256));
  const marks = new Map<string, readonly TriageMark[]>(films.map((film) => [film.name, cache.answers.get(film.sha256) ?? []]));
  if (asked.length === 0) return { marks, notes: [] };
  try {
    const attender = await openAttender(root, record.run);
    const failed = await attendAll().finally(attender.close);
    await cache.keep();
    return { marks, notes: failed === 0 ? [] : [`Where the network looked could not be worked out for ${failed} films.`] };
    async function attendAll(): Promise<number> {
      let lost = 0;
      for (const [index, film] of asked.entries()) {
        signal.throwIfAborted();
        report({ phase: 'Looking', done: index, total: asked.length });
        const image = { image: film.name, file: film.file, patient: film.patient, scalars: film };
        const found = await attender.attend(image, { class: positive }).catch(() => null);
        const spot = found === null ? null : attentionSpot(found.map);
        lost += found === null ? 1 : 0;
        marks.set(film.name, spot === null ? [] : [spot]);
        if (found !== null && film.sha256 !== '') cache.answers.set(film.sha256, spot === null ? [] : [spot]);
      }
      return lost;
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { marks, notes: [`Where the network looked is not shown: ${error.message}`] };
  }
}
