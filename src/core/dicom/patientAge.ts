import { parseAge } from './age';

/** Where an age comes from: the field of that name, the dates of birth and study, or neither, because what they say can't be. */
export type AgeSource = 'PatientAge' | 'PatientBirthDate' | 'impossible' | '';

/** The fields of a header that tell an age, as they stand there. */
export type AgeFields = { readonly age: string; readonly birthDate: string; readonly studyDate: string; readonly acquisitionDate: string };

export type PatientAge = { readonly ageYears: number | null; readonly ageFrom: AgeSource };

/** Nobody's age beyond it was ever believed; dates of birth such as 19000101 stand for unknown ones. */
const oldest = 120;
const daysPerYear = 365.2425;

/** The age at the examination in years: what PatientAge says, else the days from the date of birth to those of study or acquisition. */
export function patientAge({ age, birthDate, studyDate, acquisitionDate }: AgeFields): PatientAge {
  const said = parseAge(age);
  if (said !== null) return checked(said, 'PatientAge');
  const born = dayNumber(birthDate);
  const examined = dayNumber(studyDate) ?? dayNumber(acquisitionDate);
  return born === null || examined === null
    ? { ageYears: null, ageFrom: '' }
    : checked((examined - born) / daysPerYear, 'PatientBirthDate');
}

const checked = (years: number, ageFrom: AgeSource): PatientAge =>
  years >= 0 && years <= oldest ? { ageYears: years, ageFrom } : { ageYears: null, ageFrom: 'impossible' };

/** Days since 1970 of a date (DA, `20240531`, or `2024.05.31` of old files); null where it is none. */
function dayNumber(text: string): number | null {
  const [, year, month, day] = /^(\d{4})\.?(\d{2})\.?(\d{2})$/.exec(text.trim()) ?? [];
  if (year === undefined) return null;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  const isReal = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  return isReal ? date.getTime() / 86_400_000 : null;
}
