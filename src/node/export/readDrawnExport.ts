import { reportBoxes } from '../../core/experiment/reportBoxes';
import { reportMasks } from '../../core/experiment/reportDrawn';
import type { DrawnCases } from '../../core/export/drawnFigures';
import { countPatients } from '../../core/statistics/patientGroups';
import { readCases } from '../run/readCases';

/** What a report draws of a run for boxes or masks that lies in the working tree; UserError where its predictions or labels can't be read. */
export async function readDrawnExport(root: string, run: string): Promise<DrawnCases> {
  const table = await readCases(root, run);
  const about = { images: table.cases.length, patients: countPatients(table.cases.map(({ patient }) => patient)) };
  if (table.task === 'segmentation') return { ...about, kind: 'masks', dice: reportMasks(table).dice };
  const { marked, isWhole, froc } = reportBoxes(table);
  return { ...about, kind: 'boxes', marked, isWhole, froc };
}
