/** A 95 % interval, lower bound first. */
export type Interval = readonly [lower: number, upper: number];

/** A statistic with all that an honest report needs. */
export type Estimate = {
  readonly value: number;
  /** 95 % interval; null where it can't be given (say why in `method`). */
  readonly interval: Interval | null;
  /** How the interval was made, e.g. "bootstrap over patients, B = 2000, percentile". */
  readonly method: string;
  /** Images. */
  readonly n: number;
  /** Patients (the unit of resampling). */
  readonly patients: number;
  readonly unit: string;
};

/** A statistic that does not exist for these data, with the reason as a sentence. */
export type Undefined = { readonly undefined: string };
