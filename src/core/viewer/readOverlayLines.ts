import type { Dataset } from '../dicom/dataset';
import { readNumber, readString } from '../dicom/value';
import type { FrameAttributes } from './frameAttributes';

const tags = {
  studyTime: 0x00080030,
  accession: 0x00080050,
  institution: 0x00080080,
  sliceThickness: 0x00180050,
  kilovolts: 0x00180060,
  repetitionTime: 0x00180080,
  echoTime: 0x00180081,
  inversionTime: 0x00180082,
  seriesNumber: 0x00200011,
  instanceNumber: 0x00200013,
  sliceLocation: 0x00201041,
  pixelMeasures: 0x00289110,
  timing: 0x00189112,
  echo: 0x00189114,
  effectiveEchoTime: 0x00189082,
} as const;

const number = (value: number): string => String(Number(value.toPrecision(4)));
const withUnit = (name: string, value: number | undefined, unit: string): string =>
  value === undefined ? '' : `${name} ${number(value)} ${unit}`;
const present = (lines: readonly string[]): readonly string[] => lines.filter((line) => line !== '');
const joined = (...words: readonly string[]): string => present(words).join('  ');

/** Lines about how the picture was taken; only coded values and numbers, so that they name nobody. */
export function technicalLines(dataset: Dataset, attributes: FrameAttributes): readonly string[] {
  const own = (group: number, tag: number): number | undefined => readNumber(attributes(group, tag), tag);
  const series = readNumber(dataset, tags.seriesNumber);
  const instance = readNumber(dataset, tags.instanceNumber);
  return present([
    joined(readString(dataset, 'Modality'), readString(dataset, 'BodyPartExamined'), readString(dataset, 'ViewPosition')),
    joined(series === undefined ? '' : `Series ${series}`, instance === undefined ? '' : `Image ${instance}`),
    joined(
      withUnit('Thickness', own(tags.pixelMeasures, tags.sliceThickness), 'mm'),
      withUnit('Location', readNumber(dataset, tags.sliceLocation), 'mm'),
    ),
    joined(
      withUnit('', readNumber(dataset, tags.kilovolts), 'kV').trim(),
      withUnit('TR', own(tags.timing, tags.repetitionTime), 'ms'),
      withUnit('TE', own(tags.echo, tags.effectiveEchoTime) ?? readNumber(dataset, tags.echoTime), 'ms'),
      withUnit('TI', readNumber(dataset, tags.inversionTime), 'ms'),
    ),
  ]);
}

const date = (value: string): string => value.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
const time = (value: string): string => value.replace(/^(\d{2})(\d{2}).*$/, '$1:$2');
/** Family, given, middle, prefix, suffix (PS3.5 6.2.1.1) of the first, alphabetic group. */
const personName = (value: string): string => present((value.split('=')[0] ?? '').split('^').map((part) => part.trim())).join(', ');

/** Lines that name the patient or the study. */
export function identityLines(dataset: Dataset): readonly string[] {
  return present([
    personName(readString(dataset, 'PatientName')),
    readString(dataset, 'PatientID'),
    joined(date(readString(dataset, 'PatientBirthDate')), readString(dataset, 'PatientSex'), readString(dataset, 'PatientAge')),
    joined(date(readString(dataset, 'StudyDate')), time(readString(dataset, tags.studyTime)), readString(dataset, tags.accession)),
    readString(dataset, tags.institution),
    readString(dataset, 'StudyDescription'),
    readString(dataset, 'SeriesDescription'),
  ]);
}
