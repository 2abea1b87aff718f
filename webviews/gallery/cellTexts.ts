import { cellText, columnOf, type GalleryTable, textsAt } from '../../src/core/dataset/galleryTable';
import type { CellTexts } from './cell';

const unfinished = ['unreadable', 'disagree', 'draft', 'none', 'signed off', 'final'];

/** Makes what gives the texts of each image's cell. */
export function cellTexts(table: GalleryTable): (row: number) => CellTexts {
  const column = (name: string) => columnOf(table, name);
  const [image, patient, category, label, reader, part] = ['image', 'patient', 'category', 'label', 'reader', 'part'].map(column);
  // Numbers that readers measured come before the numbers of the index.
  const until = table.columns.findIndex(({ name }) => name === 'label');
  const measured = table.columns.slice(0, until).filter(({ kind }) => kind === 'number');
  const numbersOf = (row: number, isShort: boolean): readonly string[] =>
    measured.flatMap((value) => {
      const text = `${cellText(value, row)} ${value.kind === 'number' ? value.unit : ''}`.trim();
      if (cellText(value, row) === '') return [];
      return [isShort && measured.length === 1 ? text : `${value.title} ${text}`];
    });
  return (row) => {
    const states = label?.kind === 'text' ? textsAt(label, row) : [];
    const state = unfinished.find((one) => states.includes(one)) ?? 'none';
    const said = states.includes('none') ? 'no label' : states.join(', ');
    const saying = (isShort: boolean) => [cellText(category, row), ...numbersOf(row, isShort)].filter((text) => text !== '').join(', ');
    const [name, readers, inPart] = [cellText(image, row), cellText(reader, row), cellText(part, row)];
    const whose = cellText(patient, row);
    const words = [name, `patient ${whose}`, saying(false), said, readers && `by ${readers}`, inPart && `${inPart} part`];
    const tip = words.filter((text) => text !== '').join(', ');
    return {
      image: name,
      categories: saying(true),
      state: state.replace(' ', '-'),
      states: said,
      readers,
      part: inPart,
      patient: whose,
      tip,
    };
  };
}
