/** Where long work stands: `done` of `total` units of `phase` ("Reading headers"); total 0 means not known yet. */
export type Progress = { readonly phase: string; readonly done: number; readonly total: number };

/** Receives progress; must not throw. */
export type ReportProgress = (progress: Progress) => void;
