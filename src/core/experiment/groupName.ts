import { isRunName, runName } from './runName';

const folds = '-folds';
const sweep = '-sweep';

/** The name of a cross-validation, `<yyyymmdd>-<hhmmss>-<experiment>-<4 hex>-folds` in UTC: sorts before its runs, and is the name of no run. */
export const groupName = (moment: Date, experiment: string, hex: string): string => `${runName(moment, experiment, hex)}${folds}`;

/** The name of a sweep: as that of a cross-validation, with `-sweep` at the end. */
export const sweepName = (moment: Date, experiment: string, hex: string): string => `${runName(moment, experiment, hex)}${sweep}`;

const isNameWith = (name: string, ending: string): boolean => name.endsWith(ending) && isRunName(name.slice(0, -ending.length));

/** True for a name that `groupName` could have made. */
export const isGroupName = (name: string): boolean => isNameWith(name, folds);

/** True for a name that `sweepName` could have made. */
export const isSweepName = (name: string): boolean => isNameWith(name, sweep);
