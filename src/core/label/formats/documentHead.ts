import { elementOf, plainText, sequenceOf } from '../../dicom/elementOf';
import type { DicomElement } from '../../dicom/writeDicom';
import type { SourceInstance } from './sourceImage';

/** What a written object needs that its label and image don't say. */
export type DocumentContext = {
  /** A UID below 2.25 made from a text with the project's key: the same for the same text. */
  readonly uid: (text: string) => string;
  /** When it is written, as a local time. */
  readonly now: Date;
  /** RadSteps' version. */
  readonly version: string;
};

type Kind = { readonly modality: 'SEG' | 'SR'; readonly sopClass: string; readonly seriesNumber: number; readonly reader: string };

/** Date and time as DICOM writes them. */
export function dateAndTime(now: Date): readonly [date: string, time: string] {
  const two = (value: number): string => String(value).padStart(2, '0');
  return [
    `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`,
    `${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`,
  ];
}

/** Patient and study as the source has them, and a series of our own beside the source's: the same for all objects that a reader's labels of it make. */
export function documentHead(
  source: SourceInstance,
  { modality, sopClass, seriesNumber, reader }: Kind,
  { uid, now, version }: DocumentContext,
): readonly DicomElement[] {
  const [date, time] = dateAndTime(now);
  return [
    // All texts are written anew in Unicode, whatever the source's character set.
    elementOf('SpecificCharacterSet', 'ISO_IR 192'),
    ...source.about,
    elementOf('SOPClassUID', sopClass),
    elementOf('Modality', modality),
    elementOf('SeriesInstanceUID', uid(`series|${modality}|${source.series}|${reader}`)),
    elementOf('SeriesNumber', [String(seriesNumber)]),
    elementOf('SeriesDescription', plainText(`Labels by ${reader}`)),
    elementOf('SeriesDate', date),
    elementOf('ContentDate', date),
    elementOf('ContentTime', time),
    elementOf('InstanceNumber', ['1']),
    elementOf('Manufacturer', 'RadSteps'),
    elementOf('ManufacturerModelName', 'RadSteps'),
    elementOf('DeviceSerialNumber', version),
    elementOf('SoftwareVersions', version),
  ];
}

/** A reference to a file. */
export const instanceItem = ({ sopClass, sopInstance }: SourceInstance): readonly DicomElement[] => [
  elementOf('ReferencedSOPClassUID', sopClass),
  elementOf('ReferencedSOPInstanceUID', sopInstance),
];

/** Files by their series, as sequences of references have them. */
export function bySeries(instances: readonly SourceInstance[]): ReadonlyMap<string, readonly SourceInstance[]> {
  const series = new Map<string, SourceInstance[]>();
  for (const instance of instances) {
    const known = series.get(instance.series);
    if (known === undefined) series.set(instance.series, [instance]);
    else known.push(instance);
  }
  return series;
}

/** The Common Instance Reference of files of the same study. */
export const referencedSeries = (instances: readonly SourceInstance[]): DicomElement =>
  sequenceOf(
    'ReferencedSeriesSequence',
    [...bySeries(instances)].map(([series, members]) => [
      elementOf('SeriesInstanceUID', series),
      sequenceOf('ReferencedInstanceSequence', members.map(instanceItem)),
    ]),
  );
