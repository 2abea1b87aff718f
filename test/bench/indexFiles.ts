import { closeSync, mkdirSync, openSync, writevSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hasShortLength, type Vr } from '../../src/core/dicom/vr';

/** An element to write: text, numbers (16-bit for US, SS and OW, else 32-bit), bytes, or the items of a sequence. */
type Entry = readonly [tag: number, vr: Vr, value: string | readonly number[] | Uint8Array | readonly (readonly Entry[])[]];
type Writing = { readonly explicitVr: boolean; readonly delimited: boolean };

/** What a scanner of one kind writes; its files have about 137 KB. */
type Scanner = {
  readonly modality: string;
  readonly sopClass: string;
  readonly transferSyntax: string;
  readonly writing: Writing;
  readonly rows: number;
  readonly columns: number;
  readonly bits: 8 | 16;
  readonly samples: 1 | 3;
  readonly manufacturer: string;
  /** Bytes of the largest private value. */
  readonly privateBytes: number;
  /** Whether the files have an extension, as those of an archive often have not. */
  readonly extension: string;
};

const implicit = '1.2.840.10008.1.2';
const explicit = '1.2.840.10008.1.2.1';
const jpegLossless = '1.2.840.10008.1.2.4.70';
const image = '1.2.840.10008.5.1.4.1.1';
const scanners: readonly Scanner[] = [
  scanner('CT', `${image}.2`, { manufacturer: 'GE MEDICAL SYSTEMS', privateBytes: 1200 }),
  scanner('MR', `${image}.4`, { transferSyntax: implicit, manufacturer: 'SIEMENS', privateBytes: 9800, extension: '.IMA' }),
  scanner('CT', `${image}.2`, { writing: { explicitVr: true, delimited: true }, manufacturer: 'TOSHIBA', extension: '' }),
  scanner('PT', `${image}.128`, { transferSyntax: implicit, manufacturer: 'Philips', privateBytes: 3000, extension: '' }),
  scanner('DX', `${image}.1.1`, { rows: 280, columns: 240, manufacturer: 'AGFA', writing: { explicitVr: true, delimited: true } }),
  scanner('US', `${image}.6.1`, { rows: 180, columns: 250, bits: 8, samples: 3, manufacturer: 'SAMSUNG MEDISON' }),
  scanner('CT', `${image}.2`, { transferSyntax: jpegLossless, manufacturer: 'SIEMENS', privateBytes: 4200 }),
  scanner('MR', `${image}.4`, { manufacturer: 'SIEMENS', privateBytes: 70_000, rows: 180, columns: 190 }),
];

function scanner(modality: string, sopClass: string, about: Partial<Scanner>): Scanner {
  const transferSyntax = about.transferSyntax ?? explicit;
  const writing = { explicitVr: transferSyntax !== implicit, delimited: false };
  const usual = { rows: 256, columns: 256, bits: 16, samples: 1, manufacturer: '', privateBytes: 400, extension: '.dcm' } as const;
  return { modality, sopClass, writing, ...usual, ...about, transferSyntax };
}

const slicesOfSeries = 40;
const seriesOfPatient = 4;
const root = '1.2.826.0.1.3680043.10.1472';

/** Writes `count` DICOM files, in series of 40 of eight kinds, into folders of patients, studies and series; every run makes the same. */
export function writeIndexFiles(folder: string, count: number): void {
  const pixels = new Map(scanners.map((about) => [about, pixelBytes(about)]));
  for (let number = 0; number < count; number += 1) {
    const series = Math.floor(number / slicesOfSeries);
    const about = scanners[series % scanners.length] ?? scanners[0];
    if (about === undefined) throw new RangeError('no scanner');
    const patient = String(Math.floor(series / seriesOfPatient)).padStart(5, '0');
    const file = join(folder, `P${patient}`, `ST${series >> 1}`, `SE${series}`, `I${String(number).padStart(7, '0')}${about.extension}`);
    if (number % slicesOfSeries === 0) mkdirSync(dirname(file), { recursive: true });
    const handle = openSync(file, 'w');
    writevSync(handle, [fileStart(about, number, series, patient), pixels.get(about) ?? new Uint8Array()]);
    closeSync(handle);
  }
}

/** Grey values that are no constant, so that a hash or a file system has something to do; two fragments where they are said to be compressed. */
function pixelBytes(about: Scanner): Uint8Array {
  const native = Buffer.alloc((about.rows * about.columns * about.samples * about.bits) / 8);
  for (let at = 0; at < native.length; at += 1) native[at] = (at * 2654435761) >>> 24;
  const { transferSyntax, writing } = about;
  if (transferSyntax !== jpegLossless) return Buffer.concat([element([0x7fe00010, 'OW', native], writing)]);
  const fragment = (bytes: Uint8Array): Uint8Array => Buffer.concat([Buffer.from([0xfe, 0xff, 0x00, 0xe0]), uint32(bytes.length), bytes]);
  const head = Buffer.from([0xe0, 0x7f, 0x10, 0x00, 0x4f, 0x42, 0, 0, 0xff, 0xff, 0xff, 0xff]);
  return Buffer.concat([head, fragment(Buffer.alloc(0)), fragment(native), Buffer.from([0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0])]);
}

function fileStart(about: Scanner, number: number, series: number, patient: string): Uint8Array {
  const { transferSyntax, writing } = about;
  const meta = encode(
    [
      [0x00020001, 'OB', Uint8Array.of(0, 1)],
      [0x00020002, 'UI', about.sopClass],
      [0x00020003, 'UI', `${root}.3.${number}`],
      [0x00020010, 'UI', transferSyntax],
      [0x00020012, 'UI', `${root}.1`],
      [0x00020013, 'SH', 'BENCH_1'],
    ],
    { explicitVr: true, delimited: false },
  );
  const length = element([0x00020000, 'UL', [meta.length]], { explicitVr: true, delimited: false });
  const elements = [...ofStudy(about, number, series, patient), ...ofImage(about, number, series)];
  return Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), length, meta, encode(elements, writing)]);
}

const code = (value: string, scheme: string, meaning: string): readonly Entry[] => [
  [0x00080100, 'SH', value],
  [0x00080102, 'SH', scheme],
  [0x00080104, 'LO', meaning],
];
const reference = (sopClass: string, uid: string): readonly Entry[] => [
  [0x00081150, 'UI', sopClass],
  [0x00081155, 'UI', uid],
];

function ofStudy(about: Scanner, number: number, series: number, patient: string): readonly Entry[] {
  const study = series >> 1;
  const time = `${String(100000 + (number % 50000))}.123000`;
  const others = Array.from({ length: 3 }, (_, index) => reference(about.sopClass, `${root}.3.${number + 1 + index}`));
  return [
    [0x00080005, 'CS', 'ISO_IR 100'],
    [0x00080008, 'CS', 'ORIGINAL\\PRIMARY\\AXIAL'],
    [0x00080012, 'DA', '20240117'],
    [0x00080013, 'TM', time],
    [0x00080016, 'UI', about.sopClass],
    [0x00080018, 'UI', `${root}.3.${number}`],
    [0x00080020, 'DA', '20240117'],
    [0x00080021, 'DA', '20240117'],
    [0x00080022, 'DA', '20240117'],
    [0x00080023, 'DA', '20240117'],
    [0x00080030, 'TM', '095500'],
    [0x00080031, 'TM', `10${String(series % 60).padStart(2, '0')}00`],
    [0x00080032, 'TM', time],
    [0x00080033, 'TM', time],
    [0x00080050, 'SH', `A${study}`],
    [0x00080060, 'CS', about.modality],
    [0x00080070, 'LO', about.manufacturer],
    [0x00080080, 'LO', `Klinikum Süd ${series % 3}`],
    [0x00080081, 'ST', '1 Hospital Road, Example Town'],
    [0x00080090, 'PN', 'Referring^Physician'],
    [0x00081010, 'SH', `STATION${series % 5}`],
    [0x00081030, 'LO', 'Study of the bench'],
    [0x00081032, 'SQ', [code('CTABD', '99BENCH', 'Abdomen with contrast')]],
    [0x0008103e, 'LO', `Series ${series}`],
    [0x00081040, 'LO', 'Radiology'],
    [0x00081050, 'PN', 'Performing^Physician'],
    [0x00081060, 'PN', 'Reading^Physician'],
    [0x00081070, 'PN', 'Operator^One'],
    [0x00081090, 'LO', `${about.manufacturer.slice(0, 8)} ${series % 4}`],
    [0x00081110, 'SQ', [reference('1.2.840.10008.3.1.2.3.1', `${root}.1.${study}`)]],
    [0x00081111, 'SQ', [reference('1.2.840.10008.3.1.2.3.3', `${root}.6.${study}`)]],
    [0x00081140, 'SQ', others],
    [0x00082111, 'ST', 'Made for a bench'],
    [
      0x00082112,
      'SQ',
      [[...reference(about.sopClass, `${root}.5.${number}`), [0x0040a170, 'SQ', [code('121320', 'DCM', 'Uncompressed')]]]],
    ],
    [0x00090010, 'LO', 'BENCH PRIVATE 01'],
    [0x00091001, 'LO', 'PRIVATE VALUE'],
    [0x00091002, 'SH', 'P2'],
    [0x00091027, 'SL', [number]],
    [0x000910e3, 'UI', `${root}.7.${number}`],
    [0x00100010, 'PN', `Patient^Number ${patient}`],
    [0x00100020, 'LO', `PID${patient}`],
    [0x00100021, 'LO', 'BENCH'],
    [0x00100030, 'DA', '19600101'],
    [0x00100040, 'CS', 'FMO'.charAt(Number(patient) % 3)],
    [0x00101000, 'LO', `OLD${patient}`],
    [0x00101010, 'AS', '064Y'],
    [0x00101020, 'DS', '1.72'],
    [0x00101030, 'DS', '71.5'],
    [0x001021b0, 'LT', 'No history: this patient was made for a bench and never lived.'],
    [0x00104000, 'LT', 'None'],
    [0x00120062, 'CS', 'YES'],
    [0x00120063, 'LO', 'SYNTHETIC'],
    [0x00120064, 'SQ', [code('113100', 'DCM', 'Basic Application Confidentiality Profile')]],
  ];
}

function ofImage(about: Scanner, number: number, series: number): readonly Entry[] {
  const slice = number % slicesOfSeries;
  const { rows, columns, bits, samples } = about;
  return [
    [0x00180015, 'CS', ['CHEST', 'ABDOMEN', 'HEAD'][series % 3] ?? ''],
    [0x00180022, 'CS', 'HELIX'],
    [0x00180050, 'DS', '3.000000'],
    [0x00180060, 'DS', '120'],
    [0x00180081, 'DS', '4.76'],
    [0x00180088, 'DS', '3.0'],
    [0x00180090, 'DS', '500.000000'],
    [0x00181000, 'LO', `SN${series % 9}`],
    [0x00181020, 'LO', '07MW18.4'],
    [0x00181030, 'LO', 'PROTOCOL OF THE BENCH'],
    [0x00181100, 'DS', '360.000000'],
    [0x00181110, 'DS', '949.075012'],
    [0x00181111, 'DS', '541.000000'],
    [0x00181120, 'DS', '0.000000'],
    [0x00181130, 'DS', '154.500000'],
    [0x00181140, 'CS', 'CW'],
    [0x00181150, 'IS', '500'],
    [0x00181151, 'IS', '340'],
    [0x00181152, 'IS', '3300'],
    [0x00181160, 'SH', 'BODY FILTER'],
    [0x00181170, 'IS', '40800'],
    [0x00181190, 'DS', '1.200000'],
    [0x00181210, 'SH', 'STANDARD'],
    [0x00185100, 'CS', 'HFS'],
    [0x00189345, 'FD', new Uint8Array(new Float64Array([12.5]).buffer)],
    [0x00190010, 'LO', 'BENCH ACQU 01'],
    [0x00191002, 'SL', [912]],
    [0x00191003, 'DS', '388.750000'],
    [0x00191018, 'LO', 'S'],
    [0x00191023, 'DS', '55.000000'],
    [0x0020000d, 'UI', `${root}.1.${series >> 1}`],
    [0x0020000e, 'UI', `${root}.2.${series}`],
    [0x00200010, 'SH', `${series >> 1}`],
    [0x00200011, 'IS', `${series}`],
    [0x00200012, 'IS', '1'],
    [0x00200013, 'IS', `${1 + slice}`],
    [0x00200032, 'DS', `-158.135803\\-179.035797\\${(-75.5 + 3 * slice).toFixed(6)}`],
    [0x00200037, 'DS', '1.000000\\0.000000\\0.000000\\0.000000\\1.000000\\0.000000'],
    [0x00200052, 'UI', `${root}.4.${series}`],
    [0x00201040, 'LO', 'SN'],
    [0x00201041, 'DS', (-75.5 + 3 * slice).toFixed(6)],
    [0x00204000, 'LT', 'Made for a bench'],
    [0x00210010, 'LO', 'BENCH MEASUREMENT'],
    [0x00211003, 'SS', [0]],
    [0x00211035, 'SS', [4]],
    [0x00280002, 'US', [samples]],
    [0x00280004, 'CS', samples === 3 ? 'RGB' : 'MONOCHROME2'],
    ...(samples === 3 ? ([[0x00280006, 'US', [0]]] satisfies readonly Entry[]) : []),
    [0x00280010, 'US', [rows]],
    [0x00280011, 'US', [columns]],
    [0x00280030, 'DS', '0.661468\\0.661468'],
    [0x00280100, 'US', [bits]],
    [0x00280101, 'US', [bits]],
    [0x00280102, 'US', [bits - 1]],
    [0x00280103, 'US', [0]],
    [0x00281050, 'DS', '40\\400'],
    [0x00281051, 'DS', '400\\1500'],
    [0x00281052, 'DS', '-1024'],
    [0x00281053, 'DS', '1'],
    [0x00281054, 'LO', 'HU'],
    [0x00281055, 'LO', 'WINDOW1\\WINDOW2'],
    [0x00290010, 'LO', 'BENCH CSA HEADER'],
    [0x00291008, 'CS', 'IMAGE NUM 4'],
    [0x00291010, 'OB', Buffer.alloc(about.privateBytes, 0x41)],
    [0x00321060, 'LO', 'Requested procedure'],
    [0x00400244, 'DA', '20240117'],
    [0x00400245, 'TM', '101500'],
    [0x00400253, 'SH', `PPS${series}`],
    [0x00400254, 'LO', 'Performed step'],
    [0x00400260, 'SQ', [code('CTABD', '99BENCH', 'Abdomen with contrast'), code('P2', '99BENCH', 'Second protocol')]],
    [
      0x00400275,
      'SQ',
      [
        [
          [0x00400007, 'LO', 'Step'],
          [0x00400008, 'SQ', [code('S1', '99BENCH', 'Step')]],
          [0x00400009, 'SH', 'ID1'],
        ],
      ],
    ],
  ];
}

const encode = (entries: readonly Entry[], writing: Writing): Buffer => Buffer.concat(entries.map((entry) => element(entry, writing)));

/** One element in little endian; sequences of one writing have lengths, of the other delimiters. */
function element([tag, vr, value]: Entry, writing: Writing): Buffer {
  const body = valueBytes(vr, value, writing);
  const open = vr === 'SQ' && writing.delimited;
  const length = open ? 0xffffffff : body.length;
  const isShort = writing.explicitVr && hasShortLength(vr);
  const head = Buffer.alloc(!writing.explicitVr || isShort ? 8 : 12);
  head.writeUInt16LE(tag >>> 16, 0);
  head.writeUInt16LE(tag & 0xffff, 2);
  if (writing.explicitVr) head.write(vr, 4, 'latin1');
  if (isShort) head.writeUInt16LE(length, 6);
  else head.writeUInt32LE(length, head.length - 4);
  return Buffer.concat(open ? [head, body, Buffer.from([0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0])] : [head, body]);
}

function valueBytes(vr: Vr, value: Entry[2], writing: Writing): Buffer {
  if (typeof value === 'string') return padded(Buffer.from(value, 'latin1'), vr === 'UI' ? 0 : 0x20);
  if (value instanceof Uint8Array) return padded(Buffer.from(value.buffer, value.byteOffset, value.byteLength), 0);
  if (vr === 'SQ') return Buffer.concat(value.map((entry) => item(typeof entry === 'number' ? [] : entry, writing)));
  const numbers = value.map(Number);
  return vr === 'US' || vr === 'SS' ? Buffer.from(Uint16Array.from(numbers).buffer) : Buffer.concat(numbers.map(uint32));
}

function item(entries: readonly Entry[], writing: Writing): Buffer {
  const body = encode(entries, writing);
  const head = Buffer.from([0xfe, 0xff, 0x00, 0xe0]);
  if (!writing.delimited) return Buffer.concat([head, uint32(body.length), body]);
  return Buffer.concat([head, uint32(0xffffffff), body, Buffer.from([0xfe, 0xff, 0x0d, 0xe0, 0, 0, 0, 0])]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}

const padded = (bytes: Buffer, padding: number): Buffer => (bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.of(padding)]));
