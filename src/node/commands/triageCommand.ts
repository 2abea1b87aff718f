import { stat } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import type { Part } from '../../core/dataset/split';
import type { TriageList } from '../../core/experiment/triageList';
import { formatTriagePage } from '../../core/experiment/triagePage';
import { formatTriageTable } from '../../core/experiment/triageTable';
import {
  likelihoodWords,
  markWords,
  scoreText,
  triageAlert,
  triageDisclaimer,
  triageFacts,
  triageSummary,
} from '../../core/experiment/triageWords';
import { UserError } from '../../core/userError';
import { mapBounded } from '../dataset/mapBounded';
import { imageFiles } from '../dataset/readDataset';
import { writeBeside } from '../files/writeBeside';
import { findProject } from '../project/findProject';
import { isInProject } from '../run/predictRun';
import { type Triage, triageRun } from '../run/triageRun';
import { makeThumbnail } from '../thumbnails/makeThumbnail';
import type { CommandContext, CommandResult } from './context';
import { padColumns } from './padColumns';

type Options = { readonly boxes?: string | false; readonly part?: Part; readonly out?: string; readonly hideNames?: boolean };

/** Studies that a terminal shows; a table or a page has all. */
const mostShown = 25;

/** `radsteps triage <run> [files...]`. */
export async function triageCommand(
  { host, folder, path, output }: CommandContext,
  [run = '', ...words]: readonly string[],
  { boxes, part, out, hideNames = false }: Options,
): Promise<CommandResult> {
  const root = await findProject(folder);
  const place = out === undefined ? null : await checkedPlace(path(out));
  const isInside = place !== null && (await isInProject(root, place));
  const names = isInside || hideNames ? 'pseudonyms' : 'paths';
  const files = await imageFiles(root);
  const wanted = {
    paths: words.map((word) => files.get(word) ?? path(word)),
    part: part ?? null,
    names,
    ...(boxes === undefined ? {} : { boxes: boxes === false ? '' : boxes }),
  } as const;
  const triage = await triageRun(root, run, wanted, output.progress, host.signal);
  if (place !== null) await writeBeside(place, await documentOf(triage, place, isInside, host.signal));
  const result = hideNames ? { list: triage.list, files: Object.fromEntries(triage.files) } : triage.list;
  const written =
    place === null
      ? []
      : [
          '',
          `The list is ${place}.${isInside ? ' It lies in the project, so films are named by the index and by pseudonyms, and it holds no pictures.' : ''}`,
        ];
  return { result, text: [...textOf(triage.list), ...written].join('\n') };
}

async function checkedPlace(place: string): Promise<string> {
  if (!/^\.(csv|html?)$/i.test(extname(place)))
    throw new UserError(`--out ${place} must end in .csv for a table or in .html for a page.`, { badUsage: true });
  if ((await stat(dirname(place)).catch(() => null))?.isDirectory()) return place;
  throw new UserError(`${dirname(place)} is no folder; --out needs one that exists.`);
}

async function documentOf({ list, files }: Triage, place: string, isInside: boolean, signal: AbortSignal): Promise<string> {
  if (extname(place).toLowerCase() === '.csv') return formatTriageTable(list);
  // A picture shows a patient, so it must not lie where git sees it.
  if (isInside) return formatTriagePage(list, new Map());
  const alerted = list.studies.flatMap(({ films }) => films.slice(0, 1));
  const pictures = await mapBounded(
    alerted,
    async ({ image }) => [image, await makeThumbnail(files.get(image) ?? '').catch(() => null)] as const,
    signal,
  );
  return formatTriagePage(
    list,
    new Map(
      pictures.flatMap(([image, bytes]) =>
        bytes === null ? [] : [[image, `data:image/webp;base64,${Buffer.from(bytes).toString('base64')}`]],
      ),
    ),
  );
}

function textOf(list: TriageList): readonly string[] {
  const { about, studies, unread } = list;
  const facts = triageFacts(list).map(([name, value]) => [`${name}:`, value]);
  const lost = unread.map(({ image, reason }) => [`  ${image}`, reason]);
  return [
    triageSummary(list),
    triageDisclaimer,
    '',
    ...padColumns(facts),
    ...about.notes.map((note) => `Note: ${note}`),
    ...(lost.length === 0 ? [] : ['', 'Could not be sorted, please look at them:', ...padColumns(lost)]),
    '',
    ...alertLines(list),
    ...(studies.length > mostShown ? [`  … and ${studies.length - mostShown} more; --out list.csv writes all.`] : []),
  ];
}

function alertLines({ about, studies }: TriageList): readonly string[] {
  const rows = studies.slice(0, mostShown).map((study, index) => {
    const [worst] = study.films;
    const views = study.films.length === 1 ? '' : `${study.films.length} films`;
    const mark = worst === undefined ? '' : markWords(about, worst);
    return { study, cells: [`  ${index + 1}`, scoreText(study.score, about.threshold.threshold), study.study, views, mark] };
  });
  const lines = padColumns(rows.map(({ cells }) => cells));
  const group = (isAlert: boolean): readonly string[] => {
    const own = rows.flatMap(({ study }, index) => (study.isAlert === isAlert ? [lines[index] ?? ''] : []));
    return own.length === 0 ? [] : [`${triageAlert(about, isAlert)}:`, ...own];
  };
  const [first] = studies;
  const likely = first === undefined ? '' : likelihoodWords(about, first.score);
  return [...group(true), ...group(false), ...(likely === '' ? [] : ['', `Of the first study: ${likely}`])];
}
