import { isRunName, runName } from './runName';

const ending = '-folds';

/** The name of a cross-validation, `<yyyymmdd>-<hhmmss>-<experiment>-<4 hex>-folds` in UTC: sorts before its runs, and is the name of no run. */
export const groupName = (moment: Date, experiment: string, hex: string): string => `${runName(moment, experiment, hex)}${ending}`;

/** True for a name that `groupName` could have made. */
export const isGroupName = (name: string): boolean => name.endsWith(ending) && isRunName(name.slice(0, -ending.length));
