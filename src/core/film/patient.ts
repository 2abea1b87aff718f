import { mulberry32, normal } from '../statistics/random';
import { type CentreName, centreNames, ossificationCentres, type Sex } from './ossification';

/** What stays the same in all films of an invented patient; factors are near 1. */
export type Patient = {
  readonly sex: Sex;
  readonly size: number;
  readonly boneWidth: number;
  readonly cortex: number;
  readonly density: number;
  readonly flesh: number;
  /** Length of every ray, thumb first. */
  readonly rays: readonly number[];
  /** Months by which single centres are later than in the table. */
  readonly delays: Readonly<Partial<Record<CentreName, number>>>;
};

/** Invents a patient. */
export function inventPatient(sex: Sex, seed: number): Patient {
  const random = mulberry32(seed);
  const around = (spread: number): number => 1 + spread * Math.max(-2.5, Math.min(2.5, normal(random)));
  return {
    sex,
    size: around(0.05) * (sex === 'F' ? 0.93 : 1),
    boneWidth: around(0.06) * (sex === 'F' ? 0.95 : 1),
    cortex: around(0.12),
    density: around(0.1),
    flesh: around(0.09),
    rays: [around(0.025), around(0.025), around(0.025), around(0.025), around(0.035)],
    delays: Object.fromEntries(centreNames.map((name) => [name, delay(name, sex, random)])),
  };
}

/** Late centres vary more. */
function delay(name: CentreName, sex: Sex, random: () => number): number {
  return normal(random) * (0.6 + 0.05 * ossificationCentres[name].appears[sex]);
}
