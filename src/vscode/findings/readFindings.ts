import { findingWords } from '../../core/experiment/findingWords';
import { isDrawnTask } from '../../core/experiment/taskName';
import type { Label } from '../../core/label/label';
import { short } from '../../core/label/measureText';
import { isDrawn, type LabelDefinition } from '../../core/label/protocol';
import { referenceLabel } from '../../core/label/referenceLabel';
import { UserError } from '../../core/userError';
import { visibleLabels } from '../../node/label/visibleLabels';
import { readProtocol } from '../../node/project/readProtocol';
import { type OpenedPredictions, openPredictions } from '../../node/run/openPredictions';
import type { Findings, FindingsPlace, RunFinding } from '../../protocol/findings';

type Opened = { readonly run: string; readonly predictions: OpenedPredictions | null; readonly problem: string };

/** Reads what runs and readers say of images; a run's predictions are read once, until `forget`. */
export class FindingsReader {
  readonly #project: string;
  readonly #mayAskGit: () => boolean;
  readonly #opened = new Map<string, Promise<Opened>>();

  constructor(project: string, mayAskGit: () => boolean) {
    [this.#project, this.#mayAskGit] = [project, mayAskGit];
  }

  /** Forgets what was read of runs: of those named, else of all. */
  forget(runs?: ReadonlySet<string>): void {
    for (const run of runs ?? [...this.#opened.keys()]) this.#opened.delete(run);
  }

  /** What is to be seen of an image. Never throws UserError: what can't be read has its sentence. */
  async read(place: FindingsPlace, seen: string | null): Promise<Findings> {
    const { image } = place;
    const { labels: readings, maySeePredictions, notes } = await visibleLabels(this.#project, image);
    const problems = [...notes];
    const labels = await this.#definitions(problems);
    const opened = await Promise.all((maySeePredictions ? place.runs : []).map((run) => this.#open(run)));
    const readers = opened.flatMap(({ predictions }) => predictions?.record.settings.data.reader ?? []);
    const label = referenceLabel(readings, readers);
    const findings = await Promise.all(opened.map((one) => findingOf(one, image, label, labels)));
    const targets = new Set(findings.map(({ target }) => target));
    const isHidden = !maySeePredictions;
    return { ...place, label, labelled: labelLines(label, labels, targets), labels, findings, isHidden, seen, notes: problems };
  }

  async #definitions(problems: string[]): Promise<readonly LabelDefinition[]> {
    try {
      return (await readProtocol(this.#project)).labels;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      if (!problems.includes(error.message)) problems.push(error.message);
      return [];
    }
  }

  #open(run: string): Promise<Opened> {
    const known = this.#opened.get(run) ?? openRun(this.#project, run, this.#mayAskGit());
    this.#opened.set(run, known);
    return known;
  }
}

async function openRun(project: string, run: string, mayAskGit: boolean): Promise<Opened> {
  try {
    return { run, predictions: await openPredictions(project, run, mayAskGit), problem: '' };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { run, predictions: null, problem: error.message };
  }
}

const unknown = { experiment: '', task: null, target: '', title: '', words: null, marks: null, share: null };

async function findingOf(
  { run, predictions, problem }: Opened,
  image: string,
  label: Label | null,
  labels: readonly LabelDefinition[],
): Promise<RunFinding> {
  if (predictions === null) return { ...unknown, run, problem };
  const { record, classes, rows } = predictions;
  const { experiment, task, target, unit } = record;
  const definition = labels.find(({ name }) => name === target);
  const known = { ...unknown, run, experiment, task, target, title: definition?.title ?? target, problem: '' };
  const row = rows?.get(image);
  if (row === undefined) return { ...known, problem: rows === null ? noTable(record.state) : notPredicted };
  if (row.prediction === null) return { ...known, problem: 'The image could not be read when it was predicted.' };
  if (!isDrawnTask(task)) return { ...known, words: findingWords(row, { unit, classes }, label?.categories[target]) };
  try {
    const marks = await predictions.marksOf(image);
    const share = task === 'segmentation' ? Number(row.prediction) : null;
    return { ...known, marks, share, problem: marks === null ? "The run's file of what it drew on this image is missing." : '' };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { ...known, problem: error.message };
  }
}

const notPredicted = 'This run has not predicted the image: a run predicts those of its tuning part.';

const noTable = (state: string): string =>
  state === 'running' || state === 'queued'
    ? `The run has not ended yet (${state}): its predictions come with its end.`
    : `The run (${state}) has no predictions.csv: only a finished run has predictions.`;

/** What the label says of the targets, a line each: "Bone age: 94 months". */
function labelLines(label: Label | null, labels: readonly LabelDefinition[], targets: ReadonlySet<string>): readonly string[] {
  if (label === null) return [];
  const wanted = targets.size === 0 ? labels : labels.filter(({ name }) => targets.has(name));
  return wanted.flatMap((definition) => {
    const text = isDrawn(definition) ? drawnText(label, definition) : saidText(label, definition);
    return text === '' ? [] : [`${definition.title}: ${text}`];
  });
}

function drawnText({ marks }: Label, { name }: LabelDefinition): string {
  const count = marks.filter((mark) => mark.name === name).length;
  return count === 0 ? 'nothing drawn' : `${count} drawn`;
}

function saidText({ categories }: Label, { name, unit = '', values = [] }: LabelDefinition): string {
  const value = categories[name];
  if (value === undefined || value === '') return '';
  if (typeof value === 'number') return `${short(value)}${unit === '' ? '' : ` ${unit}`}`;
  if (typeof value === 'boolean') return values[value ? 1 : 0] ?? String(value);
  return typeof value === 'string' ? value : value.join(', ');
}
