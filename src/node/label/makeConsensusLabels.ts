import type { ReadImage } from '../../core/label/agreement';
import { adjudicationCases, isReadTwice } from '../../core/label/agreementReport';
import type { ConsensusOutcome } from '../../core/label/consensusOutcome';
import { type ConsensusRules, consensusReader, rulesOf, ruleWords } from '../../core/label/consensusRule';
import type { Label } from '../../core/label/label';
import { makeConsensus } from '../../core/label/makeConsensus';
import type { Protocol } from '../../core/label/protocol';
import { readerDisagreements } from '../../core/label/readerAgreement';
import type { ReportProgress } from '../../core/progress';
import { UserError } from '../../core/userError';
import { mapBounded } from '../dataset/mapBounded';
import { readProtocol } from '../project/readProtocol';
import { type ProjectReadings, type ReadingsChoice, readReadings } from './readReadings';
import { type Fate, writeConsensus } from './writeConsensus';

/** Which consensus labels are made, and how: of the images that are named, else of all on which the readers agree. */
export type ConsensusWish = ReadingsChoice & {
  /** By the names of labels; what readers differ in is decided by them only as far as they decide it. */
  readonly rules: ConsensusRules;
  /** Decides also where readers differ. */
  readonly settled: ConsensusRules;
  readonly status: Label['status'];
  /** Writes also over a consensus that says something else. */
  readonly replace: boolean;
};

/** Makes consensus labels with their sources; an image that can't have one says why, and the others go on. */
export async function makeConsensusLabels(
  root: string,
  wish: ConsensusWish,
  report: ReportProgress,
  signal: AbortSignal,
): Promise<ConsensusOutcome> {
  const protocol = await readProtocol(root);
  const readings = await readReadings(root, wish);
  if (readings.readers.length < 2) throw new UserError('A consensus needs two readers or more.');
  if (readings.readers.includes(consensusReader))
    throw new UserError('A consensus is made from readers\' own labels: leave the reader "consensus" out.');
  checkRules(wish, protocol, readings.readers);
  const cases = adjudicationCases(readerDisagreements(readings.readers, readings.images, protocol), new Map());
  const disputed = new Map(cases.map(({ image, differences }) => [image, new Set(differences.map(({ name }) => name))]));
  const chosen = wish.images ?? readings.images.filter(isReadTwice).flatMap(({ image }) => (disputed.has(image) ? [] : [image]));
  const images = new Map(readings.images.map((image) => [image.image, image]));
  const fates = new Map<string, Fate>();
  const make = async (image: string): Promise<void> => {
    fates.set(image, await makeOne({ root, wish, protocol, readings }, images.get(image), disputed.get(image) ?? new Set()));
    report({ phase: 'Making consensus labels', done: fates.size, total: chosen.length });
  };
  await mapBounded([...new Set(chosen)], make, signal, atOnce);
  return outcomeOf(chosen.map((image) => [image, fates.get(image)] as const));
}

/** Files written together: each waits for the disk, not for the processor. */
const atOnce = 16;

type Work = { readonly root: string; readonly wish: ConsensusWish; readonly protocol: Protocol; readonly readings: ProjectReadings };

async function makeOne(work: Work, image: ReadImage | undefined, disputed: ReadonlySet<string>): Promise<Fate> {
  const { root, wish, protocol, readings } = work;
  if (image === undefined) return { why: 'It is not among the images that are looked at.' };
  const labels = image.labels.filter((label) => label !== null);
  if (labels.length < 2) return { why: 'Fewer than two of the readers have a final label of it.' };
  const made = makeConsensus({ image: image.image, labels, rules: wish.rules, settled: wish.settled, disputed }, protocol, Math.random);
  if ('undecided' in made) return { why: made.undecided.join(' ') };
  const sources = labels.map(({ reader }) => ({ reader, sha256: readings.labels.get(reader)?.get(image.image)?.sha256 ?? '' }));
  return writeConsensus(root, { ...made.label, status: wish.status, sources }, protocol, wish.replace);
}

function outcomeOf(fates: readonly (readonly [string, Fate | undefined])[]): ConsensusOutcome {
  const named = (wanted: Fate) => fates.filter(([, fate]) => fate === wanted).map(([image]) => image);
  const undecided = fates.flatMap(([image, fate]) => (typeof fate === 'object' ? [{ image, why: fate.why }] : []));
  return { made: named('made'), kept: named('kept'), differ: named('differ'), undecided };
}

function checkRules({ rules, settled }: ConsensusWish, { labels }: Protocol, readers: readonly string[]): void {
  for (const [name, rule] of [...Object.entries(rules), ...Object.entries(settled)]) {
    const definition = labels.find((label) => label.name === name);
    if (definition === undefined)
      throw new UserError(`The protocol declares no label "${name}"; it has ${labels.map((label) => label.name).join(', ')}.`);
    const allowed = rulesOf(definition, readers);
    if (!allowed.includes(rule))
      throw new UserError(`"${name}" can't follow the rule ${ruleWords(rule)}: choose from ${allowed.map(ruleWords).join(', ')}.`);
  }
}
