const pattern = /^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)-([A-Za-z0-9_-]+)-[0-9a-f]{4}$/;

/** The name of a run, `<yyyymmdd>-<hhmmss>-<experiment>-<4 hex>` in UTC: sorts by time, and is a safe file and ref name. */
export function runName(moment: Date, experiment: string, hex: string): string {
  const [day = '', time = ''] = moment.toISOString().split('T');
  const slug = experiment.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 60);
  return `${day.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}-${slug}-${hex}`;
}

/** True for a name that `runName` could have made. */
export const isRunName = (name: string): boolean => pattern.test(name);

/** Experiment and creation time (ISO, UTC) as the name alone tells them; null for another name. */
export function readRunName(name: string): { readonly experiment: string; readonly created: string } | null {
  const parts = pattern.exec(name);
  if (parts === null) return null;
  const [, year, month, day, hour, minute, second, experiment = ''] = parts;
  return { experiment, created: `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z` };
}
