/** What a reader says of a study of the list. */
export type TriageState = 'read' | 'agree' | 'disagree';

/** States of studies by their names; a study that nobody has read has none. */
export type TriageStates = Readonly<Record<string, { readonly state: TriageState; readonly at: string }>>;

const states: readonly unknown[] = ['read', 'agree', 'disagree'];

/** Reads `.radsteps/triage/<run>.json`; null where it is not such a file. */
export function parseTriageStates(text: string): TriageStates | null {
  try {
    const file: unknown = JSON.parse(text);
    const studies = typeof file === 'object' && file !== null && 'studies' in file ? file.studies : null;
    if (typeof studies !== 'object' || studies === null || Array.isArray(studies)) return null;
    const whole = Object.values(studies).every(
      (one: unknown) =>
        typeof one === 'object' &&
        one !== null &&
        'state' in one &&
        states.includes(one.state) &&
        'at' in one &&
        typeof one.at === 'string',
    );
    return whole ? (studies as TriageStates) : null;
  } catch {
    return null;
  }
}

/** The text of the file, its studies sorted. */
export function formatTriageStates(run: string, studies: TriageStates): string {
  const sorted = Object.fromEntries(Object.entries(studies).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({ version: 1, run, studies: sorted }, null, 1)}\n`;
}

/** Sets the state of a study, or takes it back where `state` is null. */
export function withState(studies: TriageStates, study: string, state: TriageState | null, at: string): TriageStates {
  const { [study]: _, ...others } = studies;
  return state === null ? others : { ...others, [study]: { state, at } };
}
