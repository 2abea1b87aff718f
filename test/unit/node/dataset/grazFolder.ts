import { join } from 'node:path';
import sharp from 'sharp';
import { put } from './datasetProject';

export const grazHead =
  'filestem,patient_id,study_number,timehash,gender,age,laterality,projection,initial_exam,ao_classification,cast,diagnosis_uncertain,osteopenia,fracture_visible,metal,pixel_spacing,device_manufacturer';

/** A small film's size. */
export const grazSize = { rows: 100, columns: 80 };

/** 16-bit grey values of a small film, up to 65535, that differ by seed. */
export const deepGreys = (seed: number, { rows, columns } = grazSize): Uint16Array =>
  Uint16Array.from({ length: rows * columns }, (_, index) => (index * 2027 + seed * 4099) % 65536);

/** A grey 16-bit PNG. */
export const deepPng = (seed: number, size = grazSize): Promise<Buffer> =>
  sharp(deepGreys(seed, size), { raw: { width: size.columns, height: size.rows, channels: 1, premultiplied: false } })
    .toColourspace('grey16')
    .png()
    .toBuffer();

type Rectangle = readonly [className: string, left: number, top: number, right: number, bottom: number];

const classes = [
  'boneanomaly',
  'bonelesion',
  'foreignbody',
  'fracture',
  'metal',
  'periostealreaction',
  'pronatorsign',
  'softtissue',
  'text',
];

export const grazYolo = (boxes: readonly Rectangle[], { rows, columns } = grazSize): string =>
  boxes
    .map(([name, left, top, right, bottom]) => {
      const shares = [(left + right) / 2 / columns, (top + bottom) / 2 / rows, (right - left) / columns, (bottom - top) / rows];
      return `${classes.indexOf(name)} ${shares.map((share) => share.toFixed(6)).join(' ')}\n`;
    })
    .join('');

export const grazVoc = (stem: string, boxes: readonly Rectangle[], { rows, columns } = grazSize): string =>
  `<annotation>\n\t<filename>${stem}.png</filename>\n\t<size><width>${columns}</width><height>${rows}</height><depth>1</depth></size>\n${boxes
    .map(
      ([name, left, top, right, bottom]) =>
        `\t<object><name>${name}</name><bndbox><xmin>${left}</xmin><ymin>${top}</ymin><xmax>${right}</xmax><ymax>${bottom}</ymax></bndbox></object>\n`,
    )
    .join('')}</annotation>\n`;

export const grazSupervisely = (boxes: readonly Rectangle[], { rows, columns } = grazSize): string =>
  JSON.stringify({
    description: '',
    tags: [],
    size: { height: rows, width: columns },
    objects: [
      ...boxes.map(([classTitle, left, top, right, bottom]) => ({
        ...{ id: 1, classTitle, geometryType: 'rectangle', tags: [] },
        points: {
          exterior: [
            [left, top],
            [right, bottom],
          ],
          interior: [],
        },
      })),
      { id: 2, classTitle: 'axis', geometryType: 'line', tags: [], points: { exterior: [[1, 1], [2, 90]], interior: [] } }, // biome-ignore format: one line
    ],
  });

/** Writes all three annotations of a film. */
export async function putAnnotations(folder: string, stem: string, boxes: readonly Rectangle[], size = grazSize): Promise<void> {
  await put(join(folder, `folder_structure/yolov5/labels/${stem}.txt`), grazYolo(boxes, size));
  await put(join(folder, `folder_structure/pascalvoc/${stem}.xml`), grazVoc(stem, boxes, size));
  await put(join(folder, `folder_structure/supervisely/wrist/ann/${stem}.json`), grazSupervisely(boxes, size));
}
