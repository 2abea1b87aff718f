import { compareText } from '../dataset/compareText';
import type { Part } from '../dataset/split';
import type { ReportProgress } from '../progress';
import type { ItemAgreement, ReadImage } from './agreement';
import { type ConsensusRule, rulesOf } from './consensusRule';
import type { ConsensusState } from './consensusState';
import type { LabelKind, Protocol } from './protocol';
import { readerAgreement } from './readerAgreement';

/** How many labels a reader has in the images that are looked at. */
export type ReaderCount = { readonly reader: string; readonly final: number; readonly drafts: number };

/** What the readers of a project say of its images, or of one part of the split. */
export type Readings = {
  /** Those that are compared. */
  readonly readers: readonly string[];
  readonly images: readonly ReadImage[];
  /** All that have labelled, but for the consensus. */
  readonly counts: readonly ReaderCount[];
  /** Null where all images are looked at, whether there is a split or not. */
  readonly part: Part | null;
  /** The parts of the split; none without one. */
  readonly parts: readonly Part[];
  /** Of the images that have one. */
  readonly consensus: ReadonlyMap<string, ConsensusState>;
  /** Label files that could not be read, a sentence each. */
  readonly problems: readonly string[];
};

/** One thing in which readers differ on an image; `said` in the order of the readers, null where one has no final label. */
export type CaseDifference = {
  readonly name: string;
  readonly title: string;
  readonly size: number;
  readonly why: string;
  readonly said: readonly (string | null)[];
};

/** An image that somebody must decide; `size` is that of its largest difference. */
export type AdjudicationCase = {
  readonly image: string;
  readonly size: number;
  readonly differences: readonly CaseDifference[];
  readonly consensus: ConsensusState;
};

/** A label of the protocol and the rules that its consensus may follow, the usual one first. */
export type ReportedLabel = {
  readonly name: string;
  readonly title: string;
  readonly kind: LabelKind;
  readonly rules: readonly ConsensusRule[];
};

/** How far readers agree, on which images they do not, and what has been decided. */
export type AgreementReport = {
  readonly readers: readonly string[];
  readonly counts: readonly ReaderCount[];
  readonly part: Part | null;
  readonly parts: readonly Part[];
  /** Images that are looked at, and those of them that two readers or more have a final label of. */
  readonly images: number;
  readonly readTwice: number;
  readonly labels: readonly ReportedLabel[];
  readonly items: readonly ItemAgreement[];
  /** The largest disagreement first. */
  readonly adjudicate: readonly AdjudicationCase[];
  /** Images that two readers or more agree on, by where their consensus stands. */
  readonly agreed: Readonly<Record<ConsensusState, number>>;
  readonly problems: readonly string[];
};

/** Compares the readers, label by label, and says what is to be adjudicated; with fewer than two readers there is nothing to compare yet. */
export function agreementReport(readings: Readings, protocol: Protocol, report: ReportProgress = () => {}): AgreementReport {
  const { readers, images, counts, part, parts, problems } = readings;
  const items = (readers.length < 2 ? [] : protocol.labels).flatMap((definition, done) => {
    report({ phase: `Comparing readers (${definition.title})`, done, total: protocol.labels.length });
    return readerAgreement(readers, images, { labels: [definition] });
  });
  const adjudicate = adjudicationCases(items, readings.consensus);
  const isDisputed = new Set(adjudicate.map(({ image }) => image));
  const twice = images.filter(isReadTwice);
  const agreed = { none: 0, draft: 0, final: 0, stale: 0 };
  for (const { image } of twice) if (!isDisputed.has(image)) agreed[readings.consensus.get(image) ?? 'none'] += 1;
  const labels = protocol.labels.map((definition) => {
    const { name, title, kind } = definition;
    return { name, title, kind, rules: rulesOf(definition, readers) };
  });
  return { readers, counts, part, parts, images: images.length, readTwice: twice.length, labels, items, adjudicate, agreed, problems };
}

/** True where two readers or more have a final label of an image. */
export const isReadTwice = ({ labels }: ReadImage): boolean => labels.filter((label) => label !== null).length > 1;

/** The images on which readers differ in anything, the largest disagreement first, then by name. */
export function adjudicationCases(
  items: readonly Pick<ItemAgreement, 'name' | 'title' | 'adjudicate'>[],
  consensus: ReadonlyMap<string, ConsensusState>,
): readonly AdjudicationCase[] {
  const byImage = new Map<string, CaseDifference[]>();
  for (const { name, title, adjudicate } of items)
    for (const { image, why, size, said } of adjudicate) {
      const differences = byImage.get(image) ?? [];
      byImage.set(image, differences);
      differences.push({ name, title, size, why, said });
    }
  return [...byImage]
    .map(([image, differences]) => ({
      image,
      size: Math.max(...differences.map(({ size }) => size)),
      differences,
      consensus: consensus.get(image) ?? 'none',
    }))
    .toSorted((a, b) => b.size - a.size || b.differences.length - a.differences.length || compareText(a.image, b.image));
}
