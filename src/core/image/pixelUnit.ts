import type { Dataset } from '../dicom/dataset';
import { findElement, readString, readStrings } from '../dicom/value';

/** Defined terms of Rescale Type (PS3.3 C.11.1.1.2) and of Units (C.8.9.1.1.3) as people write them; GML is SUV by body weight unless told otherwise. */
const names: Readonly<Record<string, string>> = {
  US: '',
  NONE: '',
  OD: 'OD',
  MGML: 'mg/ml',
  PCT: '%',
  PCNT: '%',
  HU_MOD: 'modified HU',
  Z_EFF: 'Zeff',
  ED: '10²³ e/ml',
  EDW: 'e/e water',
  BQML: 'Bq/ml',
  GML: 'SUV',
  CNTS: 'counts',
  PROPCNTS: 'counts (proportional)',
  PROPCPS: 'counts/s (proportional)',
  CPS: 'counts/s',
  CM2: 'cm²',
  CM2ML: 'cm²/ml',
  MLMING: 'ml/min/g',
  UMOLML: 'µmol/ml',
  MGMINML: 'mg/min/ml',
  UMOLMINML: 'µmol/min/ml',
  '1CM': '1/cm',
};

/** The unit of a frame's values in a unit of `FrameMeaning`; `group` holds the frame's rescale. */
export function pixelUnit(dataset: Dataset, group: Dataset): string {
  const type = readString(group, 'RescaleType').toUpperCase();
  const isCt = readString(dataset, 'Modality') === 'CT';
  if (type === 'HU') return isCt ? 'HU' : '';
  if (type !== '') return names[type] ?? readString(group, 'RescaleType').slice(0, 16);
  if (isCt) return hasHounsfields(dataset, group) ? 'HU' : '';
  const units = readString(dataset, 'Units').toUpperCase();
  return names[units] ?? units.slice(0, 16);
}

/** Without a type, the rescaled values of an original CT image that is no localizer are Hounsfield units (PS3.3 C.8.2.1.1.3). */
function hasHounsfields(dataset: Dataset, group: Dataset): boolean {
  const [origin = '', , kind = ''] = readStrings(dataset, 'ImageType').map((value) => value.toUpperCase());
  return origin !== 'DERIVED' && kind !== 'LOCALIZER' && findElement(group, 'RescaleIntercept') !== undefined;
}
