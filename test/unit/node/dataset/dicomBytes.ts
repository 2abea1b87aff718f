/** One element in explicit little endian: group, element, value representation, value. */
type Element = readonly [group: number, element: number, vr: string, value: string | readonly number[] | Uint8Array];

export type DicomFields = {
  readonly instance: string;
  readonly series?: string;
  readonly study?: string;
  readonly patientId?: string;
  readonly issuer?: string;
  readonly patientName?: string;
  readonly modality?: string;
  readonly number?: number;
  readonly position?: readonly [number, number, number];
  /** Six direction cosines: along a row, then down a column. */
  readonly orientation?: readonly number[];
  /** Millimetres between rows and between columns. */
  readonly spacing?: number;
  readonly institution?: string;
  readonly sex?: string;
  readonly age?: string;
  readonly birthDate?: string;
  readonly studyDate?: string;
  readonly acquisitionDate?: string;
  readonly accession?: string;
  readonly bodyPart?: string;
  readonly size?: number;
  /** Every pixel's value. */
  readonly grey?: number;
  readonly transferSyntax?: string;
};

const longForm = new Set(['OB', 'OW', 'SQ', 'UN', 'UT']);

function element([group, tag, vr, value]: Element): Buffer {
  const pad = vr === 'UI' ? '\0' : ' ';
  const raw =
    typeof value === 'string'
      ? Buffer.from(value.length % 2 === 0 ? value : value + pad, 'latin1')
      : value instanceof Uint8Array
        ? Buffer.from(value)
        : Buffer.from(Uint16Array.from(value).buffer);
  const head = Buffer.alloc(longForm.has(vr) ? 12 : 8);
  head.writeUInt16LE(group, 0);
  head.writeUInt16LE(tag, 2);
  head.write(vr, 4, 'latin1');
  if (longForm.has(vr)) head.writeUInt32LE(raw.length, 8);
  else head.writeUInt16LE(raw.length, 6);
  return Buffer.concat([head, raw]);
}

/** A small square DICOM image in Part 10 form, 16 bit. */
export function dicomBytes(fields: DicomFields): Buffer {
  const { size = 4, transferSyntax = '1.2.840.10008.1.2.1' } = fields;
  const text = (group: number, tag: number, vr: string, value: string | undefined): readonly Element[] =>
    value === undefined ? [] : [[group, tag, vr, value]];
  const sopClass = '1.2.840.10008.5.1.4.1.1.1.1';
  const meta = [element([2, 2, 'UI', sopClass]), element([2, 3, 'UI', fields.instance]), element([2, 0x10, 'UI', transferSyntax])];
  const length = Buffer.alloc(4);
  length.writeUInt32LE(Buffer.concat(meta).length);
  const dataset: readonly Element[] = [
    [8, 0x16, 'UI', sopClass],
    [8, 0x18, 'UI', fields.instance],
    ...text(8, 0x20, 'DA', fields.studyDate),
    ...text(8, 0x22, 'DA', fields.acquisitionDate),
    ...text(8, 0x50, 'SH', fields.accession),
    [8, 0x60, 'CS', fields.modality ?? 'DX'],
    ...text(8, 0x80, 'LO', fields.institution),
    ...text(0x10, 0x10, 'PN', fields.patientName),
    ...text(0x10, 0x20, 'LO', fields.patientId),
    ...text(0x10, 0x21, 'LO', fields.issuer),
    ...text(0x10, 0x30, 'DA', fields.birthDate),
    ...text(0x10, 0x40, 'CS', fields.sex),
    ...text(0x10, 0x1010, 'AS', fields.age),
    ...text(0x18, 0x15, 'CS', fields.bodyPart),
    ...text(0x20, 0xd, 'UI', fields.study),
    ...text(0x20, 0xe, 'UI', fields.series),
    ...text(0x20, 0x13, 'IS', fields.number === undefined ? undefined : String(fields.number)),
    ...text(0x20, 0x32, 'DS', fields.position?.join('\\')),
    ...text(0x20, 0x37, 'DS', fields.orientation?.join('\\')),
    [0x28, 2, 'US', [1]],
    [0x28, 4, 'CS', 'MONOCHROME2'],
    [0x28, 0x10, 'US', [size]],
    [0x28, 0x11, 'US', [size]],
    ...text(0x28, 0x30, 'DS', fields.spacing === undefined ? undefined : `${fields.spacing}\\${fields.spacing}`),
    [0x28, 0x100, 'US', [16]],
    [0x28, 0x101, 'US', [12]],
    [0x28, 0x102, 'US', [11]],
    [0x28, 0x103, 'US', [0]],
    [0x7fe0, 0x10, 'OW', new Uint8Array(Uint16Array.from({ length: size * size }, () => fields.grey ?? 100).buffer)],
  ];
  return Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), element([2, 0, 'UL', length]), ...meta, ...dataset.map(element)]);
}
