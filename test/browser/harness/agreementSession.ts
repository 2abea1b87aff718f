import type { ReadImage } from '../../../src/core/label/agreement';
import { agreementReport, type Readings } from '../../../src/core/label/agreementReport';
import type { ConsensusState } from '../../../src/core/label/consensusState';
import type { Label, Mark } from '../../../src/core/label/label';
import type { Protocol } from '../../../src/core/label/protocol';
import type { AgreementChoice, AgreementSession } from '../../../src/protocol/agreement';

/** A pseudorandom number in 0..1 that is the same every time. */
const wobble = (index: number): number => Math.abs(Math.sin(index * 12.9898) * 43758.5453) % 1;

const protocol: Protocol = {
  labels: [
    { name: 'fracture', title: 'Fracture visible', kind: 'category', values: ['no', 'unsure', 'yes'] },
    { name: 'grade', title: 'Grade', kind: 'ordinal', values: ['0', '1', '2', '3'] },
    { name: 'bone_age', title: 'Bone age', kind: 'number', unit: 'months', tolerance: 12 },
    { name: 'box', title: 'Fracture', kind: 'box' },
  ],
};

export const imageName = (index: number): string => `img-${(index * 7919 + 4096).toString(16).padStart(10, '0')}`;

function labelOf(reader: string, seed: number, index: number): Label {
  const own = wobble(index * 17 + seed);
  const truth = wobble(index);
  const fracture = own > 0.85 ? 'unsure' : truth > 0.6 !== own > 0.78 ? 'yes' : 'no';
  const box: Mark = { id: 'b', kind: 'box', name: 'box', from: [10 + 3 * own, 10], to: [40, 40] };
  return {
    version: 1,
    image: imageName(index),
    reader,
    status: 'final',
    categories: {
      fracture,
      grade: String(Math.min(3, Math.floor(truth * 4 + (own > 0.7 ? 1 : 0)))),
      bone_age: Math.round(30 + 150 * truth + 20 * (own - 0.5)),
    },
    marks: fracture === 'yes' ? [box] : [],
  };
}

const readerSeeds = { ada: 1, ben: 5, cem: 9 } as const;

export type MadeUp = {
  readonly images: number;
  readonly readers: readonly (keyof typeof readerSeeds)[];
  readonly consensus?: ReadonlyMap<string, ConsensusState>;
};

/** What the extension would answer for a made-up project: computed by the product's own code. */
export function agreementSession({ images, readers, consensus = new Map() }: MadeUp, choice: AgreementChoice): AgreementSession {
  const chosen = readers.filter((reader) => choice.readers?.includes(reader) ?? true);
  const rows = Array.from({ length: choice.part === null ? images : Math.ceil(images / 4) }, (_, index): ReadImage => {
    const labels = chosen.map((reader) => (reader === 'cem' && index % 3 > 0 ? null : labelOf(reader, readerSeeds[reader], index)));
    return { image: imageName(index), patient: `P-${Math.floor(index / 2)}`, spacing: null, labels };
  });
  const readings: Readings = {
    readers: chosen,
    images: rows,
    counts: readers.map((reader) => ({ reader, final: rows.length, drafts: reader === 'ben' ? 3 : 0 })),
    part: choice.part,
    parts: images === 0 ? [] : ['train', 'tuning', 'test'],
    consensus,
    problems: [],
  };
  return { project: '/project', title: 'wrists', report: agreementReport(readings, protocol) };
}
