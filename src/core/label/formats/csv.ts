import { formatTable } from '../../dataset/table';
import type { CategoryValue, Label } from '../label';
import type { Spacing } from '../measure';
import { measuredUnit, measuredValue } from '../measuredValue';
import { isDrawn, type LabelDefinition, type Protocol } from '../protocol';

/** An image with what is known of its millimetres, and its label. */
export type CsvImage = { readonly image: string; readonly spacing: Spacing | null; readonly label: Label };

/**
 * A table with one row an image: its categories as the label import reads them, and what its lengths and angles measure. A length's column says its
 * unit: millimetres, millimetres at the detector, or pixels for all images where one is not calibrated.
 */
export function formatCsv(images: readonly CsvImage[], { labels }: Protocol): string {
  const said = labels.filter((definition) => !isDrawn(definition));
  const measured = labels
    .filter(({ kind }) => kind === 'length' || kind === 'angle' || kind === 'cobb')
    .map((definition) => ({
      definition,
      unit: measuredUnit(
        definition.kind,
        images.map(({ spacing }) => spacing),
      ),
    }));
  const column = ({ name }: LabelDefinition, unit: string): string => `${name}_${unit.replaceAll(' ', '_')}`;
  const rows = images.map(({ image, spacing, label }) => ({
    image,
    reader: label.reader,
    status: label.status,
    ...Object.fromEntries(said.map(({ name }) => [name, cell(label.categories[name])])),
    ...Object.fromEntries(
      measured.map(({ definition, unit }) => [
        column(definition, unit.unit),
        measuredCell(measuredValue(label, definition, spacing, unit)),
      ]),
    ),
  }));
  const columns = [...said.map(({ name }) => name), ...measured.map(({ definition, unit }) => column(definition, unit.unit))];
  return formatTable(['image', 'reader', 'status', ...columns], rows);
}

function cell(value: CategoryValue | undefined): string {
  if (value === undefined) return '';
  return Array.isArray(value) ? (value.length === 0 ? '[]' : value.join(';')) : String(value);
}

const measuredCell = (value: number | null): string => (value === null ? '' : String(Number(value.toFixed(3))));
