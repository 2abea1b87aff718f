import type { Code } from '../../dicom/code';

/** What people write for units, and UCUM's code (unitsofmeasure.org). */
const words: Readonly<Record<string, string>> = {
  ...{ month: 'mo', months: 'mo', mo: 'mo', year: 'a', years: 'a', a: 'a', week: 'wk', weeks: 'wk', day: 'd', days: 'd', d: 'd' },
  ...{ hour: 'h', hours: 'h', h: 'h', minute: 'min', minutes: 'min', min: 'min', second: 's', seconds: 's', s: 's', ms: 'ms' },
  ...{ mm: 'mm', millimetre: 'mm', millimetres: 'mm', millimeters: 'mm', cm: 'cm', centimetres: 'cm', m: 'm', µm: 'um', um: 'um' },
  ...{
    mm2: 'mm2',
    'mm²': 'mm2',
    cm2: 'cm2',
    'cm²': 'cm2',
    mm3: 'mm3',
    'mm³': 'mm3',
    cm3: 'cm3',
    'cm³': 'cm3',
    ml: 'mL',
    millilitres: 'mL',
    l: 'L',
  },
  ...{
    degree: 'deg',
    degrees: 'deg',
    deg: 'deg',
    '°': 'deg',
    '%': '%',
    percent: '%',
    hu: "[hnsf'U]",
    pixel: '{pixels}',
    pixels: '{pixels}',
  },
  ...{ g: 'g', kg: 'kg', mg: 'mg', 'g/cm2': 'g/cm2', 'g/cm²': 'g/cm2', 'g/cm3': 'g/cm3', 'kg/m2': 'kg/m2', '1': '1', '': '1' },
};

/** UCUM's code of a unit in a protocol's words; a word of the project's own is an annotation in braces, which UCUM takes for one of something. */
export function ucumOf(unit: string): Code {
  const plain = unit.trim();
  const known = words[plain] ?? words[plain.toLowerCase()];
  const value = known ?? `{${plain.replace(/[^\x21-\x7e]+/g, '_').replace(/[{}]/g, '')}}`;
  return { value, scheme: 'UCUM', meaning: plain === '' ? 'no units' : plain };
}

/** Millimetres in one of a UCUM unit of length; null for every other unit. */
export const millimetresIn = (ucum: string): number | null => ({ mm: 1, cm: 10, m: 1000, um: 0.001 })[ucum] ?? null;
