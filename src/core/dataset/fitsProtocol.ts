import type { Protocol } from '../label/protocol';
import { findLabelColumn, firstColumn } from './labelColumn';
import { detectDelimiter, fileColumns, patientColumns } from './labelTable';
import { identifierColumns, leadToImages } from './rowIdentifiers';
import { parseTable } from './table';

/**
 * True for a table with a column that leads to images and one for a label of the protocol; throws UserError where a heading fits that can't be
 * understood, and where the first line is none of a table.
 */
export function fitsProtocol(file: string, text: string, protocol: Protocol): boolean {
  const [first = ''] = text.split(/\r\n|\n|\r/, 1);
  const { columns } = parseTable(file, first, [], { delimiter: detectDelimiter(first), ragged: true });
  const leads = firstColumn(columns, fileColumns) !== '' || leadToImages(identifierColumns(columns), firstColumn(columns, patientColumns));
  return leads && protocol.labels.some((label) => findLabelColumn(file, columns, label) !== null);
}
