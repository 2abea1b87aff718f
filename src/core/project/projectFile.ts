import type { RegionName } from './regions';

/** The newest format of a project's files that this RadSteps reads and writes. */
export const formatVersion = 1;

/** `radsteps.yaml`: what the project is called, and what it was made from. */
export type ProjectFile = {
  readonly name: string;
  readonly task: 'regression' | 'classification';
  /** The template's folder name. */
  readonly template: string;
  readonly templateVersion: number;
  /** For templates with a choice of regions: which films the project is for; `all` where it is left out. */
  readonly region?: RegionName | 'all';
  readonly formatVersion: number;
};
