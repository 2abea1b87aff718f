/** The images (as indices) of every patient, patients in the order of their names, so that results don't depend on the order of rows; an empty name is a patient of its own. */
export function patientGroups(patients: readonly string[]): readonly (readonly number[])[] {
  const groups = new Map<string, number[]>();
  const unknown: number[][] = [];
  for (const [image, patient] of patients.entries()) {
    if (patient === '') unknown.push([image]);
    else if (groups.has(patient)) groups.get(patient)?.push(image);
    else groups.set(patient, [image]);
  }
  const known = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, images]) => images);
  return [...known, ...unknown];
}

/** How many patients there are; an empty name counts as a patient of its own. */
export function countPatients(patients: readonly string[]): number {
  return patientGroups(patients).length;
}

/** True when at least one patient has more than one image, so that images aren't independent of each other. */
export function hasRepeatedPatients(patients: readonly string[]): boolean {
  return countPatients(patients) < patients.length;
}
