import type { Estimate } from '../statistics/estimate';
import type { RunResult } from './runRecord';

/** One JSON object a line on the trainer's standard output; any language's engine can speak it. */
export type TrainerEvent =
  | {
      readonly event: 'started';
      readonly engine: { readonly name: string; readonly version: string; readonly backend: string; readonly device: string };
      readonly versions: Readonly<Record<string, string>>;
      readonly parameters: number;
      readonly epochs: number;
      readonly train: number;
      readonly tuning: number;
    }
  | {
      readonly event: 'progress';
      readonly phase: 'testing' | 'caching' | 'training' | 'evaluating';
      readonly done: number;
      readonly total: number;
      readonly epoch?: number;
      readonly epochs?: number;
      readonly imagesPerSecond?: number;
    }
  | {
      readonly event: 'epoch';
      readonly epoch: number;
      readonly epochs: number;
      readonly trainLoss: number;
      readonly tuningLoss: number;
      readonly metrics: Readonly<Record<string, Estimate>>;
      readonly best: boolean;
      readonly seconds: number;
      readonly imagesPerSecond: number;
      /** Share (0..1) of the training time in which the engine waited for images. */
      readonly waitedShare?: number;
    }
  | { readonly event: 'warning'; readonly message: string }
  | { readonly event: 'finished'; readonly stopped: boolean; readonly result: RunResult }
  | { readonly event: 'failed'; readonly message: string };
