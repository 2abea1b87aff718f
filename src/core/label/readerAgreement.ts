import { icc21 } from '../statistics/icc';
import { cohenKappa, confusionCounts, fleissKappa, specificAgreement, type ValuePair } from '../statistics/kappa';
import { regressionMetrics } from '../statistics/regression';
import { type Disagreement, type ItemAgreement, type PairAgreement, pairsOf, type ReadImage, sizeBeyond } from './agreement';
import { drawnAgreement, drawnDisagreements } from './drawnAgreement';
import type { Label } from './label';
import type { Spacing } from './measure';
import { type MeasuredUnit, measuredUnit, measuredValue } from './measuredValue';
import { withoutProposals } from './proposals';
import { isDrawn, type LabelDefinition, type Protocol } from './protocol';

/** One thing to compare: the index of a value or a number that a label says, or null. */
type Item = {
  readonly definition: LabelDefinition;
  readonly title: string;
  readonly values: readonly string[];
  readonly unit: string;
  readonly read: (label: Label, spacing: Spacing | null) => number | null;
};

/** Agreement of readers on everything that the protocol declares, but for notes; proposals of a model that nobody accepted don't count. */
export function readerAgreement(readers: readonly string[], images: readonly ReadImage[], { labels }: Protocol): readonly ItemAgreement[] {
  const own = ownReadings(images);
  return labels.flatMap((definition) => {
    if (isDrawn(definition) && !isMeasured(definition)) return [drawnAgreement(readers, own, definition)];
    return itemsOf(definition, own).map((item) => itemAgreement(readers, own, item));
  });
}

/** What readers differ too much in, as `readerAgreement` says it, without the statistics, which take longest. */
export function readerDisagreements(
  readers: readonly string[],
  images: readonly ReadImage[],
  { labels }: Protocol,
): readonly Pick<ItemAgreement, 'name' | 'title' | 'adjudicate'>[] {
  const own = ownReadings(images);
  return labels.flatMap((definition) => {
    const { name } = definition;
    if (isDrawn(definition) && !isMeasured(definition))
      return [{ name, title: definition.title, adjudicate: drawnDisagreements(readers, own, definition) }];
    return itemsOf(definition, own).map((item) => ({
      name,
      title: item.title,
      adjudicate: disagreements(readers, readingsOf(own, item), item),
    }));
  });
}

const ownReadings = (images: readonly ReadImage[]): readonly ReadImage[] =>
  images.map((image) => ({ ...image, labels: image.labels.map((label) => (label === null ? null : withoutProposals(label))) }));

const isMeasured = ({ kind }: LabelDefinition): boolean => kind === 'length' || kind === 'angle' || kind === 'cobb';

function itemsOf(definition: LabelDefinition, images: readonly ReadImage[]): readonly Item[] {
  const { name, title, values = [], kind, unit = '' } = definition;
  const said = ({ categories }: Label) => categories[name];
  switch (kind) {
    case 'category':
    case 'ordinal':
      return [{ definition, title, values, unit: '', read: (label) => indexOfValue(said(label), values) }];
    case 'several':
      return values.map((value) => {
        const read = (label: Label): number | null => {
          const list = said(label);
          return Array.isArray(list) ? Number(list.includes(value)) : null;
        };
        return { definition, title: `${title}: ${value}`, values: ['no', 'yes'], unit: '', read };
      });
    case 'number':
      return [{ definition, title, values: [], unit, read: (label) => numberOf(said(label)) }];
    case 'length':
    case 'angle':
    case 'cobb': {
      const measured: MeasuredUnit = measuredUnit(
        kind,
        images.map(({ spacing }) => spacing),
      );
      return [
        {
          definition,
          title,
          values: [],
          unit: measured.unit,
          read: (label, spacing) => measuredValue(label, definition, spacing, measured),
        },
      ];
    }
    default:
      return [];
  }
}

const numberOf = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);

function indexOfValue(value: unknown, values: readonly string[]): number | null {
  const index = values.indexOf(typeof value === 'boolean' ? (values[value ? 1 : 0] ?? '') : String(value));
  return index < 0 ? null : index;
}

/** What every reader says of an image, by reader; null where one says nothing. `isRead` where there is a final label. */
type Readings = {
  readonly image: string;
  readonly patient: string;
  readonly said: readonly (number | null)[];
  readonly isRead: readonly boolean[];
};

const readingsOf = (images: readonly ReadImage[], item: Item): readonly Readings[] =>
  images.map(
    ({ image, patient, spacing, labels }): Readings => ({
      image,
      patient,
      said: labels.map((label) => (label === null ? null : item.read(label, spacing))),
      isRead: labels.map((label) => label !== null),
    }),
  );

function itemAgreement(readers: readonly string[], images: readonly ReadImage[], item: Item): ItemAgreement {
  const readings = readingsOf(images, item);
  const pairs = pairsOf(readers).map(([a, b]) => pairAgreement(readers, [a, b], readings, item));
  const { name, kind } = item.definition;
  return {
    name,
    title: item.title,
    kind,
    all: readers.length > 2 ? allAgreement(readings, item) : {},
    pairs,
    unit: item.unit,
    adjudicate: disagreements(readers, readings, item),
  };
}

function pairAgreement(
  readers: readonly string[],
  [a, b]: readonly [number, number],
  readings: readonly Readings[],
  item: Item,
): PairAgreement {
  const both = readings.flatMap(({ image, patient, said }) => {
    const [first, second] = [said[a] ?? null, said[b] ?? null];
    return first === null || second === null ? [] : [{ image, patient, pair: [first, second] as ValuePair }];
  });
  const pairs = both.map(({ pair }) => pair);
  const patients = both.map(({ patient }) => patient);
  const names = [readers[a] ?? '', readers[b] ?? ''] as const;
  if (item.values.length === 0) {
    const points = both.map(({ image, pair: [first, second] }) => ({ image, first, second }));
    return { readers: names, statistics: numberStatistics(pairs, patients, item.unit), confusion: null, points };
  }
  const cells = item.values.map((_, row) =>
    item.values.map((__, column) => both.filter(({ pair }) => pair[0] === row && pair[1] === column).map(({ image }) => image)),
  );
  return {
    readers: names,
    statistics: valueStatistics(pairs, patients, item),
    confusion: { values: item.values, counts: confusionCounts(pairs, item.values.length), cells },
    points: null,
  };
}

function numberStatistics(pairs: readonly ValuePair[], patients: readonly string[], unit: string): PairAgreement['statistics'] {
  const { mae, bias, lowerLimit, upperLimit } = regressionMetrics(
    pairs.map(([first]) => first),
    pairs.map(([, second]) => second),
    patients,
    unit,
  );
  return { icc: icc21(pairs, patients), bias, lower_limit: lowerLimit, upper_limit: upperLimit, mean_difference: mae };
}

function valueStatistics(
  pairs: readonly ValuePair[],
  patients: readonly string[],
  { definition, values }: Item,
): PairAgreement['statistics'] {
  const kappa = (weights?: 'linear' | 'quadratic') => cohenKappa(pairs, values.length, patients, weights);
  const weighted = definition.kind === 'ordinal' ? { kappa_linear: kappa('linear'), kappa_quadratic: kappa('quadratic') } : {};
  const specific = values.map((value, index) => [`agreement_on_${value}`, specificAgreement(pairs, index, patients)] as const);
  return { kappa: kappa(), ...weighted, ...Object.fromEntries(specific) };
}

function allAgreement(readings: readonly Readings[], item: Item): ItemAgreement['all'] {
  const whole = readings.flatMap(({ patient, said }) => {
    const values = said.filter((value) => value !== null);
    return values.length === said.length ? [{ patient, values }] : [];
  });
  const patients = whole.map(({ patient }) => patient);
  if (item.values.length === 0)
    return {
      icc: icc21(
        whole.map(({ values }) => values),
        patients,
      ),
    };
  const counts = whole.map(({ values }) => item.values.map((_, index) => values.filter((value) => value === index).length));
  return { fleiss_kappa: fleissKappa(counts, patients) };
}

function disagreements(readers: readonly string[], readings: readonly Readings[], item: Item): ItemAgreement['adjudicate'] {
  return readings.flatMap((reading): readonly Disagreement[] => {
    const size = sizeOf(reading, item);
    if (size === null) return [];
    const said = reading.said.map((value, reader) => (reading.isRead[reader] === true ? valueWords(value, item) : null));
    const words = said.flatMap((word, reader) => (word === null ? [] : [`${readers[reader]} ${word}`]));
    return [{ image: reading.image, why: `${item.title}: ${words.join(', ')}`, size, said }];
  });
}

/** How far apart the readers are, 0 to 1; null where nobody need decide. */
function sizeOf({ said, isRead }: Readings, { definition, values }: Item): number | null {
  const found = said.filter((value) => value !== null);
  // Who draws nothing says that it is not there; who leaves a question open says nothing.
  if (isMeasured(definition) && found.length > 0 && found.length < isRead.filter(Boolean).length) return 1;
  if (found.length < 2) return null;
  const range = Math.max(...found) - Math.min(...found);
  if (values.length > 0) return range === 0 ? null : definition.kind === 'ordinal' ? range / (values.length - 1) : 1;
  const tolerance = definition.tolerance ?? Number.POSITIVE_INFINITY;
  return range > tolerance ? sizeBeyond(range, tolerance) : null;
}

function valueWords(value: number | null, { values, unit, definition }: Item): string {
  if (value === null) return isMeasured(definition) ? 'none, or several' : 'nothing';
  return values[value] ?? `${Number(value.toFixed(2))} ${unit}`;
}
