/** A window with a name, in the modality's unit. */
export type WindowPreset = { readonly name: string; readonly center: number; readonly width: number };

const ofHounsfield: readonly WindowPreset[] = [
  { name: 'Brain', center: 40, width: 80 },
  { name: 'Subdural', center: 75, width: 215 },
  { name: 'Stroke', center: 35, width: 35 },
  { name: 'Temporal bone', center: 600, width: 2800 },
  { name: 'Bone', center: 480, width: 2500 },
  { name: 'Lung', center: -600, width: 1500 },
  { name: 'Mediastinum', center: 50, width: 350 },
  { name: 'Abdomen', center: 50, width: 400 },
  { name: 'Liver', center: 80, width: 150 },
  { name: 'Spine, soft tissue', center: 50, width: 250 },
  { name: 'Angiography', center: 300, width: 600 },
  { name: 'Fat', center: -50, width: 300 },
];

/** Standardised uptake in g/ml, as nuclear medicine looks at it. */
const ofUptake: readonly WindowPreset[] = [
  { name: 'SUV 0 to 5', center: 2.5, width: 5 },
  { name: 'SUV 0 to 7', center: 3.5, width: 7 },
  { name: 'SUV 0 to 10', center: 5, width: 10 },
];

/** The windows that radiologists ask for by name; only where the unit says what the numbers mean. */
export function windowPresets(modality: string, unit: string): readonly WindowPreset[] {
  if (unit === 'HU') return ofHounsfield;
  return modality === 'PT' && ['GML', 'g/ml', 'SUV'].includes(unit) ? ofUptake : [];
}
