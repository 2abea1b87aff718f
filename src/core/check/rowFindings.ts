import type { ImageRow } from '../dataset/imageRow';
import type { imageColumns } from '../dataset/imageTable';
import { layout } from '../project/layout';
import { type Finding, type FindingCode, type Fix, makeFinding } from './finding';
import { looksLikeIdentity } from './identifiers';
import type { IndexedImage } from './indexedImage';
import type { TextPlaces } from './textPlaces';

/** Oldest person whose age was ever proved, years; spacings of detectors and scanners, millimetres. */
const oldest = 123;
const finest = 0.005;
const coarsest = 30;
/** No detector or scanner shows more, millimetres. */
const longest = 2500;

type Fault = {
  readonly code: FindingCode;
  readonly severity: Finding['severity'];
  readonly column: (typeof imageColumns)[number];
  readonly message: string;
  readonly advice: string;
  /** What to put into the cell. */
  readonly put?: { readonly title: string; readonly text: string };
};

/** What can't be, or tells who somebody is, in the rows of the index. */
export const rowFindings = (images: readonly IndexedImage[], places: TextPlaces): readonly Finding[] =>
  images.flatMap(({ line, row }) => faultsOf(row).map((fault) => findingOf(fault, row, line, places)));

function faultsOf(row: ImageRow): readonly Fault[] {
  return [...ageFaults(row), ...spacingFaults(row), ...nameFaults(row)];
}

function ageFaults({ image, ageYears }: ImageRow): readonly Fault[] {
  if (ageYears === null || ageYears <= 90) return [];
  if (ageYears > oldest)
    return [
      {
        ...{ code: 'impossible-age', severity: 'error', column: 'age_years', message: `${image} is of a patient of ${ageYears} years.` },
        advice: 'Look the age up; months or days may have been taken for years. Leave it empty where it is not known.',
        put: { title: 'Leave the age empty', text: '' },
      },
    ];
  return [
    {
      ...{ code: 'identifying-age', severity: 'warning', column: 'age_years', message: `${image} shows an age above 90 years.` },
      advice: 'So old people are few, and can be found by their age: everybody over 89 is written as 90.',
      put: { title: 'Write 90', text: '90' },
    },
  ];
}

function spacingFaults({ image, spacingMm, spacingFrom, rows, columns }: ImageRow): readonly Fault[] {
  const base = { code: 'impossible-spacing', severity: 'error', column: 'spacing_mm' } as const;
  const advice = 'Look it up in the header of the image; a factor of 10 or 1000 comes from centimetres or micrometres.';
  if (spacingMm === null)
    return spacingFrom === ''
      ? []
      : [{ ...base, severity: 'warning', message: `${image} says where its spacing is from, but has none.`, advice }];
  const [row, column] = spacingMm;
  const extent = Math.max(row * (rows ?? 0), column * (columns ?? 0));
  if (Math.min(row, column) < finest || Math.max(row, column) > coarsest)
    return [{ ...base, message: `${image} has pixels of ${row} x ${column} mm.`, advice }];
  if (extent > longest) return [{ ...base, message: `${image} would show ${Math.round(extent)} mm.`, advice }];
  if (Math.max(row / column, column / row) > 10) return [{ ...base, message: `${image} has pixels ten times as long as wide.`, advice }];
  return spacingFrom === ''
    ? [
        {
          ...base,
          severity: 'warning',
          message: `${image} has a spacing of unknown origin.`,
          advice: 'spacing_from says whether it is that of the patient or of the detector.',
        },
      ]
    : [];
}

function nameFaults({ image, patient, study, series }: ImageRow): readonly Fault[] {
  const base = {
    code: 'identifier-in-table',
    severity: 'error',
    advice: "Import the folder again: pseudonyms are made with the project's key.",
  } as const;
  const faults: Fault[] = [];
  if (looksLikeIdentity(patient) || /^\d{5,}$/.test(patient))
    faults.push({ ...base, column: 'patient', message: 'The patient column holds what looks like a name or a hospital number.' });
  if (looksLikeIdentity(image)) faults.push({ ...base, column: 'image', message: 'The name of an image looks like that of a person.' });
  const uid = [study, series].find((text) => /^\d+(\.\d+){5,}$/.test(text));
  if (uid !== undefined)
    faults.push({
      ...base,
      ...{ column: uid === study ? 'study' : 'series', message: `${image} shows a DICOM UID, by which the archive finds the patient.` },
    });
  return faults;
}

function findingOf({ code, severity, column, message, advice, put }: Fault, row: ImageRow, line: number, places: TextPlaces): Finding {
  const at = places.cell(line, column);
  const fix = (): Fix => ({
    title: put?.title ?? '',
    edits: [
      { kind: 'replace', file: layout.images, line, column: at.column, endLine: line, endColumn: at.endColumn, text: put?.text ?? '' },
    ],
  });
  return makeFinding({
    ...{ code, severity, file: layout.images, about: `${row.image} ${column}`, at, task: '3-data/images', message, advice },
    fixes: put === undefined ? [] : [fix()],
  });
}
