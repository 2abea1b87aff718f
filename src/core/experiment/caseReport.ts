import type { CalibrationByChance } from '../statistics/calibration';
import type { CalibrationLine } from '../statistics/calibrationLine';
import type { FrocPoint, HitRule } from '../statistics/detection';
import type { Estimate, Undefined } from '../statistics/estimate';
import type { DecisionReport } from './reportDecision';
import type { StudyReport } from './reportStudies';
import type { RunThreshold } from './runThreshold';

/** How a threshold divides two classes: a probability at or above it is called the second, positive one. */
export type OperatingPoint = {
  readonly threshold: number;
  readonly sensitivity: Estimate | Undefined;
  readonly specificity: Estimate | Undefined;
  readonly ppv: Estimate | Undefined;
  readonly npv: Estimate | Undefined;
  readonly accuracy: Estimate | Undefined;
  readonly positiveRatio: Estimate | Undefined;
  readonly negativeRatio: Estimate | Undefined;
  /** At the prevalence that the experiment states; null where it states none. */
  readonly stated: { readonly prevalence: number; readonly ppv: Estimate | Undefined; readonly npv: Estimate | Undefined } | null;
};

/** How many images of a labelled class (rows) were called each class (columns), in the order of the classes. */
export type Confusion = readonly (readonly number[])[];

/** An operating point with the matrix of its calls. */
export type Operated = { readonly operating: OperatingPoint; readonly confusion: Confusion };

/** One class against the rest: the curve is thinned for a figure, the area is of all images. */
export type RocOfClass = {
  readonly name: string;
  readonly positives: number;
  readonly auc: Estimate | Undefined;
  readonly points: readonly { readonly falsePositives: number; readonly sensitivity: number }[];
};

/** How often one class of several is found, and how often a call of it is right. */
export type ClassCounts = { readonly name: string; readonly sensitivity: Estimate | Undefined; readonly ppv: Estimate | Undefined };

/** Whether probabilities come true. */
export type Reliability = {
  /** Whose probability: of a class, or of whichever class was called. */
  readonly about: string;
  readonly bins: readonly { readonly from: number; readonly to: number; readonly mean: number; readonly observed: Estimate }[];
  readonly brier: Estimate | Undefined;
  /** Of two classes. */
  readonly line: CalibrationLine | null;
  readonly calibrationError: number;
  readonly byChance: CalibrationByChance;
};

/** Every k-th prediction, as many as a figure shows. */
export type ScorePoint = { readonly label: string; readonly score: number };
/** `age` is the chronological age in months, where it is known and the numbers are ages in months. */
export type NumberPoint = { readonly label: number; readonly prediction: number; readonly age: number | null };

export type ClassReport = {
  readonly kind: 'classes';
  readonly classes: readonly string[];
  /** What the score of the points is ("Probability of fracture"). */
  readonly score: string;
  readonly points: readonly ScorePoint[];
  readonly rocs: readonly RocOfClass[];
  /** Of two classes: the threshold that was chosen on these very images, and by which rule. */
  readonly chosen: Pick<RunThreshold, 'threshold' | 'rule'> | null;
  readonly operating: OperatingPoint | null;
  readonly confusion: Confusion;
  /** Of more than two classes. */
  readonly counts: readonly ClassCounts[];
  readonly reliability: Reliability | null;
  /** Of two classes. */
  readonly studies: StudyReport | null;
  readonly decision: DecisionReport | null;
};

export type NumberReport = {
  readonly kind: 'numbers';
  readonly points: readonly NumberPoint[];
  readonly bias: Estimate | Undefined;
  readonly lowerLimit: Estimate | Undefined;
  readonly upperLimit: Estimate | Undefined;
  readonly slope: Estimate | Undefined;
  /** Share of images whose error is at most so much. */
  readonly within: readonly { readonly most: number; readonly share: Estimate | Undefined }[];
};

export type BoxReport = {
  readonly kind: 'boxes';
  readonly marked: number;
  readonly found: number;
  readonly sensitivity: Estimate | Undefined;
  readonly falsePositives: Estimate | Undefined;
  /** What counts as a hit, save for the average precision, which is by overlap. */
  readonly rule: HitRule;
  /** False where the run kept only the boxes that it called: then all that follows ends at its threshold, and is too low. */
  readonly isWhole: boolean;
  /** From the surest box to the least sure one that the run kept. */
  readonly froc: readonly FrocPoint[];
  /** Sensitivity at so many false positives an image, and the mean of these. */
  readonly rates: readonly { readonly rate: number; readonly sensitivity: Estimate | Undefined }[];
  readonly competition: Estimate | Undefined;
  /** As COCO: at an overlap of 0.5, of 0.75, and over 0.5, 0.55, ... 0.95. */
  readonly averagePrecision: Estimate | Undefined;
  readonly averagePrecision75: Estimate | Undefined;
  readonly averagePrecisionCoco: Estimate | Undefined;
  /** How often the surest box of an image with a mark is surer than that of one without, and hits. */
  readonly lroc: Estimate | Undefined;
};

/** How far the borders of found and marked outlines are apart, in one unit. */
export type BorderReport = {
  readonly unit: 'mm' | 'pixels';
  readonly tolerance: number;
  /** Images in which only one side is there: their distances are infinite and not in the means. */
  readonly infinite: number;
  readonly hausdorff95: Estimate | Undefined;
  readonly mean: Estimate | Undefined;
  readonly surfaceDice: Estimate | Undefined;
};

export type MaskReport = {
  readonly kind: 'masks';
  /** Of each image with something found or marked, ascending, thinned. */
  readonly dice: readonly number[];
  /** Quartiles of all of them, lower first. */
  readonly quartiles: readonly [number, number, number] | null;
  readonly mean: Estimate | Undefined;
  readonly emptyKept: Estimate | Undefined;
  /** One for each unit that there is. */
  readonly borders: readonly BorderReport[];
};

/** What a run's predictions say, case by case, beyond its record's metrics. */
export type CaseReport = {
  readonly run: string;
  readonly part: 'tuning' | 'out of fold';
  readonly target: string;
  readonly unit: string;
  /** Images with a label and a usable prediction, and their patients. */
  readonly images: number;
  readonly patients: number;
  /** What to know of these numbers, a sentence each. */
  readonly notes: readonly string[];
  readonly detail: ClassReport | NumberReport | BoxReport | MaskReport;
};

/** The images of one value of a factor, and how the run does on them, one number for each measure of the report. */
export type CaseGroup = {
  /** '' where it is not known. */
  readonly value: string;
  readonly images: number;
  readonly patients: number;
  /** Too few patients, or events: insufficient, so that the measures say why they are left out. */
  readonly isFew: boolean;
  readonly measures: readonly (Estimate | Undefined)[];
  /** The first measure less that of all other images; left out where groups are not compared. */
  readonly gap?: Estimate | Undefined;
};

export type CaseFactor = { readonly name: string; readonly title: string; readonly groups: readonly CaseGroup[] };

/** How a run does by sex, age, manufacturer and whatever else the index tells; the first measure is the error that the figure shows. */
export type CaseGroups = {
  readonly measures: readonly { readonly title: string; readonly unit: string }[];
  readonly all: readonly (Estimate | Undefined)[];
  readonly factors: readonly CaseFactor[];
};

/** Which cases are wanted: the worst of all, those of a cell of the matrix (a threshold of null: as the run called them), or those of a group. */
export type CaseChoice =
  | { readonly kind: 'worst' }
  | { readonly kind: 'cell'; readonly label: number; readonly called: number; readonly threshold: number | null }
  | { readonly kind: 'group'; readonly factor: string; readonly value: string };

/** One image with what its label and the run say, in words. */
export type RunCase = {
  readonly image: string;
  readonly patient: string;
  readonly label: string;
  readonly prediction: string;
  readonly error: string;
  /** Larger is worse. */
  readonly size: number;
};

/** The first of the chosen cases, the worst first, and how many there are. */
export type ChosenCases = { readonly total: number; readonly cases: readonly RunCase[] };

/** What `radsteps case-answers` is asked, one JSON object a line. */
export type CaseQuestion = { readonly id: number; readonly run: string } & (
  | { readonly ask: 'report' }
  | { readonly ask: 'operating'; readonly threshold: number }
  | { readonly ask: 'groups'; readonly threshold: number | null }
  | { readonly ask: 'cases'; readonly choice: CaseChoice; readonly limit: number }
);
