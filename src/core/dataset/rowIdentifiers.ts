import { firstColumn } from './labelColumn';
import { isMissing } from './labelValue';

/** What a row says of the DICOM image that it is about, as it stands in the table; '' where it says nothing. */
export type RowIdentifiers = {
  readonly instanceUid: string;
  readonly accession: string;
  /** PatientID and the study's day as YYYYMMDD, which only together lead to a study. */
  readonly patientId: string;
  readonly studyDate: string;
  /** True where the study date is written in another way than can be read without guessing. */
  readonly hasBadDate: boolean;
};

/** The columns of a table that hold them; '' for none. */
export type IdentifierColumns = { readonly instance: string; readonly accession: string; readonly date: string };

/** Finds the columns with SOPInstanceUID, AccessionNumber and StudyDate. */
export const identifierColumns = (columns: readonly string[]): IdentifierColumns => ({
  instance: firstColumn(columns, ['sopinstanceuid', 'sopuid', 'instanceuid']),
  accession: firstColumn(columns, ['accessionnumber', 'accession', 'accessionno']),
  date: firstColumn(columns, ['studydate', 'examdate', 'examinationdate']),
});

/** True where rows can be found by what DICOM files say of themselves. */
export const leadToImages = ({ instance, accession, date }: IdentifierColumns, patientColumn: string): boolean =>
  instance !== '' || accession !== '' || (date !== '' && patientColumn !== '');

/** The identifiers in a row's cells; `patientId` is the row's patient. */
export function rowIdentifiers(cells: Readonly<Record<string, string>>, columns: IdentifierColumns, patientId: string): RowIdentifiers {
  const cell = (column: string): string => {
    const text = (cells[column] ?? '').trim();
    return isMissing(text) ? '' : text;
  };
  const date = cell(columns.date);
  const studyDate = dayOf(date);
  return {
    instanceUid: cell(columns.instance),
    accession: cell(columns.accession),
    patientId,
    studyDate,
    hasBadDate: date !== '' && studyDate === '',
  };
}

/** A day as YYYYMMDD from 20240531, 2024-05-31, 2024/05/31 or 31.05.2024; '' for other forms, whose day and month can't be told apart. */
function dayOf(text: string): string {
  const [, year, month, day] = /^(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?:[T ]00:00(?::00)?)?$/.exec(text) ?? [];
  if (year !== undefined) return `${year}${month}${day}`;
  const [, d = '', m = '', y] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text) ?? [];
  return y === undefined ? '' : `${y}${m.padStart(2, '0')}${d.padStart(2, '0')}`;
}
