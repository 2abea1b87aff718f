import { acceptanceFindings, type Success, successFindings, type TestPatients } from '../../core/check/acceptanceFindings';
import { withoutAccepted } from '../../core/check/accepted';
import { nearDuplicateFindings } from '../../core/check/duplicateFindings';
import { type Finding, orderFindings } from '../../core/check/finding';
import {
  type CheckedIndex,
  instanceFindings,
  partlessFindings,
  sameFileFindings,
  samePixelFindings,
  studyFindings,
} from '../../core/check/indexFindings';
import { type LabelFacts, type LabelledImage, labelsFindings, unlabelledFindings } from '../../core/check/labelFindings';
import { rowFindings } from '../../core/check/rowFindings';
import type { Protocol } from '../../core/label/protocol';
import type { ReportProgress } from '../../core/progress';
import { type Acceptance, acceptanceFile } from '../../core/project/acceptance';
import { readYaml } from '../../core/project/parseYaml';
import { UserError } from '../../core/userError';
import { readProject } from '../project/readProject';
import { readProtocol } from '../project/readProtocol';
import { readTextIfThere } from '../project/readText';
import { readAccepted } from './acceptFinding';
import { readCheckCache, writeCheckCache } from './checkCache';
import { checkTexts } from './checkTexts';
import { completeFingerprints, countLacking } from './completeFingerprints';
import { readFingerprints } from './fingerprintStore';
import { projectFiles } from './projectTexts';
import { readIndexToCheck, readInstances } from './readIndexToCheck';
import { protocolHash, readLabelsToCheck } from './readLabelsToCheck';

/** What a check has found. */
export type CheckReport = {
  readonly findings: readonly Finding[];
  /** Findings that somebody has accepted with a reason. */
  readonly accepted: number;
  readonly images: number;
  readonly labels: number;
  /** Images whose look is not known yet, though their file is here: only a check without `cached` looks at them. */
  readonly unseen: number;
};

export type CheckOptions = {
  /** Looks at no image file: only what is known already is compared. */
  readonly cached: boolean;
  readonly report: ReportProgress;
  readonly signal: AbortSignal;
};

/** Looks for all that makes a project's results wrong or shows who somebody is; throws UserError where `radsteps.yaml` can't be read. */
export async function checkProject(root: string, { cached, report, signal }: CheckOptions): Promise<CheckReport> {
  const { task } = await readProject(root);
  const protocol = await tolerated(readProtocol(root));
  const hash = protocolHash(protocol);
  const [cache, files, { index, broken, findings: unreadable }] = await Promise.all([
    readCheckCache(root, hash),
    projectFiles(root),
    readIndexToCheck(root),
  ]);
  signal.throwIfAborted();
  const labels = await readLabelsToCheck(root, protocol, cache);
  const images = labelledImages(index, broken);
  const test = index.split === null ? null : testPatients(index, labels, protocol);
  const texts = await checkTexts(root, files, protocol, cache);
  await writeCheckCache(root, hash, { texts: cache.texts, labels: cache.labels });
  const looks = await lookFindings(root, index, { cached, report, signal });
  const all = [
    ...unreadable,
    ...rowFindings(index.images, index.places),
    ...[...sameFileFindings(index), ...studyFindings(index), ...partlessFindings(index)],
    ...instanceFindings(await readInstances(root)),
    ...looks.findings,
    ...labelsFindings(labels, images, protocol),
    ...unlabelledFindings(labels, images),
    ...(await goalFindings(root, { task, protocol, test })),
    ...texts,
  ];
  const left = withoutAccepted(unique(all), await readAccepted(root));
  const { images: rows } = index;
  return {
    findings: orderFindings(left),
    accepted: unique(all).length - left.length,
    images: rows.length,
    labels: labels.length,
    unseen: looks.unseen,
  };
}

async function tolerated<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    // The file's own check says what is wrong with it.
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** The same finding is told once, whatever found it. */
const unique = (findings: readonly Finding[]): readonly Finding[] => [
  ...new Map(findings.map((finding) => [`${finding.id} ${finding.line} ${finding.column}`, finding])).values(),
];

function labelledImages({ images, split }: CheckedIndex, broken: ReadonlyMap<string, number>): ReadonlyMap<string, LabelledImage> {
  const known = images.map(({ row, line }) => [row.image, { part: split?.partOf.get(row.patient), ageYears: row.ageYears, line }] as const);
  return new Map([...[...broken].map(([image, line]) => [image, { part: undefined, ageYears: null, line }] as const), ...known]);
}

/** The look of images: the same pixels, and almost the same. */
async function lookFindings(root: string, index: CheckedIndex, { cached, report, signal }: CheckOptions) {
  const rows = index.images.map(({ row }) => row);
  const store = cached ? await readFingerprints(root) : await completeFingerprints(root, rows, report, signal);
  const same = samePixelFindings(index, ({ sha256 }) => store.pixels(sha256));
  const near = nearDuplicateFindings(index, store, (a, b) => {
    const [pixelsA, pixelsB] = [store.pixels(a.row.sha256), store.pixels(b.row.sha256)];
    return a.row.sha256 === b.row.sha256 || (pixelsA !== '' && pixelsA === pixelsB);
  });
  return { findings: [...same, ...near], unseen: cached ? await countLacking(root, rows, store) : 0 };
}

/** Patients of the test part, with and without the finding of the first yes-or-no question that is labelled. */
function testPatients({ images, split }: CheckedIndex, labels: readonly LabelFacts[], protocol: Protocol | null): TestPatients {
  const patients = new Map(
    images.filter(({ row }) => split?.partOf.get(row.patient) === 'test').map(({ row }) => [row.image, row.patient]),
  );
  const all = new Set(patients.values()).size;
  const question = protocol?.labels.find(({ kind, values = [] }) => kind === 'category' && values.length === 2);
  const said = labels.filter(({ image, values }) => patients.has(image) && question !== undefined && values[question.name] !== undefined);
  if (question === undefined || said.length === 0) return { all, positive: null, negative: null };
  const [, yes] = question.values ?? [];
  const having = (wanted: boolean): number => {
    const found = said.filter(({ values }) => (values[question.name] === yes || values[question.name] === true) === wanted);
    return new Set(found.map(({ image }) => patients.get(image))).size;
  };
  return { all, positive: having(true), negative: having(false) };
}

async function goalFindings(root: string, facts: Parameters<typeof acceptanceFindings>[2]): Promise<readonly Finding[]> {
  const acceptance = await readValid<Acceptance>(root, acceptanceFile, 'acceptance');
  const problem = await readValid<{ readonly success: Success }>(root, '1-problem/problem.yaml', 'problem');
  return [
    ...(acceptance === null ? [] : acceptanceFindings(acceptance.text, acceptance.value, facts)),
    ...(problem === null ? [] : successFindings(problem.text, problem.value.success, facts)),
  ];
}

/** A file's text and value where it is there and valid. */
async function readValid<T>(
  root: string,
  file: string,
  schema: 'acceptance' | 'problem',
): Promise<{ readonly text: string; readonly value: T } | null> {
  const text = await readTextIfThere(root, file);
  if (text === null) return null;
  const { value, problems } = readYaml(text, schema);
  return problems.length > 0 ? null : { text, value: value as T };
}
