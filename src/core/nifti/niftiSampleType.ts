import { NiftiError } from './niftiError';

/** How one value is stored. `floats` of 16 bytes are IEEE binary128; complex values are pairs of floats. */
export type NiftiSampleType = {
  readonly kind: 'bits' | 'unsigned' | 'signed' | 'float' | 'complex' | 'colour';
  /** Bytes of a value, all its parts together; 1/8 for `bits`. */
  readonly bytes: number;
};

const types: Readonly<Record<number, NiftiSampleType>> = {
  1: { kind: 'bits', bytes: 1 / 8 },
  2: { kind: 'unsigned', bytes: 1 },
  4: { kind: 'signed', bytes: 2 },
  8: { kind: 'signed', bytes: 4 },
  16: { kind: 'float', bytes: 4 },
  32: { kind: 'complex', bytes: 8 },
  64: { kind: 'float', bytes: 8 },
  128: { kind: 'colour', bytes: 3 },
  256: { kind: 'signed', bytes: 1 },
  512: { kind: 'unsigned', bytes: 2 },
  768: { kind: 'unsigned', bytes: 4 },
  1024: { kind: 'signed', bytes: 8 },
  1280: { kind: 'unsigned', bytes: 8 },
  1536: { kind: 'float', bytes: 16 },
  1792: { kind: 'complex', bytes: 16 },
  2048: { kind: 'complex', bytes: 32 },
  2304: { kind: 'colour', bytes: 4 },
};

/** The data type of a header's code (nifti1.h, DT_*); throws `NiftiError` for another code. */
export function niftiSampleType(code: number, offset: number): NiftiSampleType {
  const type = types[code];
  if (type === undefined) throw new NiftiError(`The header names the data type ${code}, which NIfTI does not have`, offset);
  return type;
}
