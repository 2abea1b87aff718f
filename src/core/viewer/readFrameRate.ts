import type { Dataset } from '../dicom/dataset';
import { readNumber, readNumbers } from '../dicom/value';

const cineRateTag = 0x00180040;
const recommendedRateTag = 0x00082144;
const frameTimeTag = 0x00181063;
const frameTimeVectorTag = 0x00181065;

/** Frames a second that a file asks for (PS3.3 C.7.6.5); null where it asks for none. */
export function readFrameRate(dataset: Dataset): number | null {
  const frameTime = readNumber(dataset, frameTimeTag) ?? meanOfSteps(readNumbers(dataset, frameTimeVectorTag));
  const rates = [
    readNumber(dataset, recommendedRateTag),
    readNumber(dataset, cineRateTag),
    frameTime === undefined ? undefined : 1000 / frameTime,
  ];
  return rates.find((rate) => rate !== undefined && rate > 0 && rate <= 1000) ?? null;
}

/** Of a Frame Time Vector, whose first step is 0. */
function meanOfSteps(steps: readonly number[]): number | undefined {
  const real = steps.slice(1).filter((step) => step > 0);
  return real.length === 0 ? undefined : real.reduce((sum, step) => sum + step, 0) / real.length;
}
