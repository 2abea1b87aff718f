import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { mulberry32 } from '../../../../src/core/statistics/random';

/** Rows and columns of the films, which are not square. */
export const filmSize = { rows: 96, columns: 64 } as const;

/** Where the square of a film lies, in its continuous pixels; null where it has none. */
export type Square = { readonly x: number; readonly y: number; readonly side: number } | null;

/** Writes `count` films in the layout of FracAtlas; every second one shows a bright square, which is its "fracture". Gives the squares by the films' names. */
export async function squareFilms(folder: string, count: number): Promise<ReadonlyMap<string, Square>> {
  const random = mulberry32(4);
  const squares = new Map<string, Square>();
  const put = async (name: string, content: string | Uint8Array): Promise<void> => {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  };
  const rows = ['image_id,fractured,fracture_count'];
  for (let index = 0; index < count; index++) {
    const square: Square = { x: 4 + Math.floor(38 * random()), y: 4 + Math.floor(70 * random()), side: 16 };
    const isMarked = index % 2 === 1;
    const name = `film-${String(index).padStart(3, '0')}`;
    squares.set(name, isMarked ? square : null);
    await put(`images/${isMarked ? 'Fractured' : 'Non_fractured'}/${name}.jpg`, await jpegOf(isMarked ? square : null, random));
    await put(`Annotations/YOLO/${name}.txt`, isMarked ? yoloLine(square) : '');
    rows.push(`${name}.jpg,${isMarked ? 1 : 0},${isMarked ? 1 : 0}`);
  }
  await put('dataset.csv', `${rows.join('\n')}\n`);
  return squares;
}

function jpegOf(square: Square, random: () => number): Promise<Buffer> {
  const { rows, columns } = filmSize;
  const pixels = Uint8Array.from({ length: rows * columns }, (_, at) => {
    const [column, row] = [at % columns, Math.floor(at / columns)];
    const isIn =
      square !== null && column >= square.x && column < square.x + square.side && row >= square.y && row < square.y + square.side;
    return Math.round(30 + 50 * random() + (isIn ? 130 : 0));
  });
  return sharp(pixels, { raw: { width: columns, height: rows, channels: 1 } })
    .jpeg({ quality: 95 })
    .toBuffer();
}

function yoloLine({ x, y, side }: NonNullable<Square>): string {
  const { rows, columns } = filmSize;
  return `0 ${(x + side / 2) / columns} ${(y + side / 2) / rows} ${side / columns} ${side / rows}\n`;
}
