import type { HeaderNode } from '../../src/core/dicom/headerNodes';
import type { NiftiHeader } from '../../src/core/nifti/niftiHeader';

/** The fields of a NIfTI header as rows of the header panel, by their names in nifti1.h. */
export function niftiNodes(header: NiftiHeader): readonly HeaderNode[] {
  const { sizes, steps, sample, rows, quaternion } = header;
  const numbers = (values: readonly number[]): string => values.map((value) => Number(value.toPrecision(7))).join(' ');
  const fields: readonly (readonly [name: string, value: string])[] = [
    ['version', `NIfTI-${header.version}, ${header.littleEndian ? 'little' : 'big'} endian`],
    ['dim', numbers(sizes)],
    ['pixdim', numbers(steps)],
    ['datatype', `${sample.kind}, ${sample.bytes} bytes`],
    ['vox_offset', String(header.dataOffset)],
    ['scl_slope', String(header.slope)],
    ['scl_inter', String(header.intercept)],
    ['cal_min, cal_max', numbers(header.shownRange)],
    ['xyzt_units', String(header.units)],
    ['toffset', String(header.timeOffset)],
    ['qform_code', String(header.qformCode)],
    ['quatern_b, c, d; qoffset_x, y, z', numbers(quaternion)],
    ['sform_code', String(header.sformCode)],
    ['srow_x', numbers(rows.slice(0, 4))],
    ['srow_y', numbers(rows.slice(4, 8))],
    ['srow_z', numbers(rows.slice(8, 12))],
  ];
  return fields.map(([name, value]) => ({ ...plainNode, name, value, length: value.length }));
}

const plainNode: HeaderNode = {
  tag: '',
  keyword: '',
  name: '',
  vr: '',
  length: 0,
  offset: 0,
  value: '',
  meaning: '',
  isCut: false,
  isPrivate: false,
  privateCreator: '',
  isIdentifier: false,
  items: [],
};
