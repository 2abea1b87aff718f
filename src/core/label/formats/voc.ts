import { boxOfMark, type ExportImage, exportableMarks, type ForeignImage, type ForeignMark } from './foreignMark';

/**
 * A PASCAL VOC file of one image's boxes. Its numbers are continuous pixels from 0, as CVAT and FracAtlas write them, not the whole pixels from 1
 * of the first VOC files, which would lose what lies between.
 */
export function formatVoc({ image, rows, columns, label }: ExportImage): { readonly text: string; readonly left: number } {
  const { marks, left } = exportableMarks(label, ['box']);
  const objects = marks.flatMap((mark) => {
    const box = boxOfMark(mark);
    return box === null ? [] : objectLines(mark.name, box.from, box.to);
  });
  const lines = [
    '<annotation>',
    `  <filename>${escapeXml(image)}</filename>`,
    `  <size><width>${columns}</width><height>${rows}</height><depth>1</depth></size>`,
    '  <segmented>0</segmented>',
    ...objects,
    '</annotation>',
  ];
  return { text: `${lines.join('\n')}\n`, left };
}

function objectLines(name: string, [xmin, ymin]: readonly [number, number], [xmax, ymax]: readonly [number, number]): readonly string[] {
  const box = Object.entries({ xmin, ymin, xmax, ymax }).map(([tag, value]) => `<${tag}>${value}</${tag}>`);
  return [
    '  <object>',
    `    <name>${escapeXml(name)}</name>`,
    '    <pose>Unspecified</pose><truncated>0</truncated><difficult>0</difficult>',
    `    <bndbox>${box.join('')}</bndbox>`,
    '  </object>',
  ];
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

const escapeXml = (text: string): string => text.replace(/[&<>"']/g, (letter) => entities[letter] ?? letter);

const unescapeXml = (text: string): string =>
  text
    .replace(/&#(?:x([0-9a-f]+)|(\d+));/gi, (_, hex: string | undefined, decimal: string) =>
      String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)),
    )
    .replace(/&(lt|gt|quot|apos|amp);/g, (entity) => Object.keys(entities).find((letter) => entities[letter] === entity) ?? entity);

/** Reads a PASCAL VOC file; null where it is none. */
export function parseVocFile(text: string): ForeignImage | null {
  if (!/<annotation[\s>]/.test(text)) return null;
  const plain = text.replace(/<!--[\s\S]*?-->/g, '');
  const blocks = [...plain.matchAll(/<object[\s>]([\s\S]*?)<\/object>/g)].map((match) => match[1] ?? '');
  const outside = plain.replace(/<object[\s>][\s\S]*?<\/object>/g, '');
  const [rows, columns] = [Number(tag(outside, 'height')), Number(tag(outside, 'width'))];
  const read = blocks.map(parseObject);
  return {
    file: unescapeXml(tag(outside, 'filename') ?? ''),
    size: rows > 0 && columns > 0 ? { rows, columns } : null,
    marks: read.filter((mark) => typeof mark !== 'string'),
    problems: [...new Set(read.filter((mark) => typeof mark === 'string'))],
  };
}

const tag = (text: string, name: string): string | null => new RegExp(`<${name}>\\s*([^<]*?)\\s*</${name}>`, 'i').exec(text)?.[1] ?? null;

function parseObject(block: string): ForeignMark | string {
  const name = tag(block, 'name');
  const [xmin, ymin, xmax, ymax] = ['xmin', 'ymin', 'xmax', 'ymax'].map((key) => Number(tag(block, key) ?? Number.NaN));
  if (name === null) return 'an object has no name';
  if (xmin === undefined || ymin === undefined || xmax === undefined || ymax === undefined || !(xmin <= xmax && ymin <= ymax))
    return 'an object has no box with xmin, ymin, xmax and ymax';
  return { className: unescapeXml(name), box: { from: [xmin, ymin], to: [xmax, ymax] }, polygons: [], mask: null, runs: '' };
}
