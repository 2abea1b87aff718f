import type { FoundImage } from './foundFile';

/** What somebody should know of the ages that the found images' headers tell. */
export function ageNotes(images: Iterable<FoundImage>): readonly string[] {
  const sources = [...images].map(({ files: [{ ageFrom }] }) => ageFrom);
  const count = (source: (typeof sources)[number]): number => sources.filter((one) => one === source).length;
  const computed = count('PatientBirthDate');
  const impossible = count('impossible');
  return [
    ...(computed === 0
      ? []
      : [
          `${computed} images have no PatientAge: their age is the time from the date of birth, which is not kept, to that of the study (age_from in images.csv says so).`,
        ]),
    ...(impossible === 0
      ? []
      : [
          `${impossible} images would be of somebody not yet born or older than 120 years, as where a de-identification has shifted or replaced dates: their age stays unknown.`,
        ]),
  ];
}
