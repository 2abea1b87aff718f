import type { Experiment } from '../experiment/experiment';
import { experimentDefaults } from '../experiment/experimentDefaults';

/** A setting's value as one text: lists and sections as JSON. */
export const settingText = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);

/** The settings of an experiment by dotted key, in the order of the file. */
export const flatSettings = (settings: Experiment): readonly (readonly [key: string, value: string])[] =>
  Object.entries(settings).flatMap(([section, values]) =>
    Object.entries(values).map(([key, value]) => [`${section}.${key}`, settingText(value)] as const),
  );

/** Every setting that an experiment can have, by dotted key, always in the same order. */
export const settingKeys: readonly string[] = flatSettings(experimentDefaults).map(([key]) => key);
