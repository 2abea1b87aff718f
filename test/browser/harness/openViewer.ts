import { applyEdit } from '../../../src/core/label/edit';
import type { LabelComparison } from '../../../src/protocol/changes';
import type { Handlers } from '../../../src/protocol/channel';
import type { Findings } from '../../../src/protocol/findings';
import type { LabelledViewerPage } from '../../../src/protocol/labelledViewer';
import type { LabelSession, LabelStep } from '../../../src/protocol/labels';
import type { WorkView } from '../../../src/protocol/labelWork';
import type { LinkedView, Stack, ViewerSession } from '../../../src/protocol/viewer';
import { address, type OpenedPage, openPage, type PageOptions } from './openPage';

/** A file of a test's session: its name and bytes, and how many frames it has (1 where nothing is said). */
export type TestFile = { readonly name: string; readonly bytes: Uint8Array; readonly frames?: number };

export type OpenedViewer = OpenedPage<LabelledViewerPage> & {
  /** What the page asked for: `copy TEXT`, `setLinked true`, `report TEXT`. */
  readonly asked: readonly string[];
  readonly links: readonly LinkedView[];
  readonly session: ViewerSession;
  /** The steps that the page made in the label. */
  readonly steps: readonly LabelStep[];
  /** Red, green and blue of the middle of the canvas, row by row: of the whole picture where it is shown one to one. */
  readonly readPicture: (size: {
    readonly rows: number;
    readonly columns: number;
  }) => Promise<readonly (readonly [number, number, number])[]>;
};

export type ViewerOptions = PageOptions & {
  readonly session?: Partial<ViewerSession>;
  readonly stack?: Partial<Stack>;
  /** The label that is edited, in an editor of one. */
  readonly label?: LabelSession;
  /** What stands around it, and what the extension answers in place of the harness. */
  readonly work?: Partial<WorkView>;
  readonly answers?: Partial<Handlers<LabelledViewerPage>>;
  /** What the document does with a step before it has it; may refuse it. */
  readonly edit?: (step: LabelStep) => void | Promise<void>;
  /** The two labels that are compared, in a page that compares. */
  readonly comparison?: LabelComparison;
  /** What runs say of the image, in a page that shows that. */
  readonly findings?: Findings;
};

/** A session with all frames of the files in one stack. */
export function sessionOf(files: readonly TestFile[], session: Partial<ViewerSession> = {}, stack: Partial<Stack> = {}): ViewerSession {
  const frames = files.flatMap(({ frames = 1 }, file) => Array.from({ length: frames }, (_, frame) => ({ file, frame })));
  return {
    kind: 'dicom',
    image: '',
    key: 'test',
    files: files.map(({ name, bytes }) => ({ uri: `${address}/${encodeURIComponent(name)}`, name, bytes: bytes.length })),
    stacks: [{ label: '', frames, timesMs: [], isVolume: false, ...stack }],
    stack: 0,
    frame: 0,
    isComplete: true,
    problems: [],
    ...session,
  };
}

/** Opens the viewer's page on files from memory and waits for its first picture and its tools. */
export async function openViewer(files: readonly TestFile[], options: ViewerOptions = {}): Promise<OpenedViewer> {
  const asked: string[] = [];
  const links: LinkedView[] = [];
  const steps: LabelStep[] = [];
  const { label, comparison, findings } = options;
  const kind = {
    ...(label === undefined ? {} : { isLabelled: true, image: label.label.image }),
    ...(comparison === undefined ? {} : { isCompared: true }),
    ...(findings === undefined ? {} : { hasFindings: true, image: findings.image }),
  };
  const session = sessionOf(files, { ...kind, ...options.session }, options.stack);
  const note = (text: string): void => {
    asked.push(text);
  };
  const handlers: Handlers<LabelledViewerPage> = {
    open: () => session,
    link: (view) => void links.push(view),
    setLinked: (linked) => note(`setLinked ${linked}`),
    copy: (text) => note(`copy ${text}`),
    painted: () => note('painted'),
    report: (text) => note(`report ${text}`),
    openLabel: () => {
      if (label === undefined) throw new Error('There is no label.');
      const edits = steps.flatMap(({ edits }) => edits);
      return { ...label, label: edits.reduce(applyEdit, label.label) };
    },
    edit: async (step) => {
      await options.edit?.(step);
      steps.push(step);
    },
    answerNote: ({ note: id, choice }) => note(`answer ${id} ${choice}`),
    openWork: () => ({
      image: label?.label.image ?? '',
      place: null,
      pictures: {},
      proposals: null,
      others: [],
      isBlind: false,
      problem: '',
      ...options.work,
    }),
    goOn: (way) => note(`goOn ${way}`),
    setStatus: (status) => {
      note(`setStatus ${status}`);
      return true;
    },
    worked: () => undefined,
    setFinalAtOnce: (isOn) => note(`setFinalAtOnce ${isOn}`),
    signOff: () => note('signOff'),
    openChanges: () => {
      if (comparison === undefined) throw new Error('There is nothing to compare.');
      return comparison;
    },
    stepLabel: (step) => note(`stepLabel ${step}`),
    openFindings: () => {
      if (findings === undefined) throw new Error('There are no findings.');
      return findings;
    },
    stepFindings: (step) => note(`stepFindings ${step}`),
    askAttention: (run) => {
      note(`askAttention ${run}`);
      return null;
    },
    stopAttention: () => note('stopAttention'),
    labelImage: () => note('labelImage'),
    openRun: (run) => note(`openRun ${run}`),
    ...options.answers,
  };
  const opened = await openPage<LabelledViewerPage>('viewer', handlers, {
    files: new Map(files.map(({ name, bytes }) => [name, bytes])),
    extras: { decodes: true, data: { worker: `${address}/viewerWorker.js`, codecs: `${address}/codecs` }, values: { session } },
    ...options,
  });
  await opened.page.waitForSelector('.toolbar button');
  await settled(opened);
  return { ...opened, asked, links, session, steps, readPicture: (size) => readPicture(opened, size) };
}

/** Resolves when the picture has been painted at rest. */
export async function settled({ page }: Pick<OpenedViewer, 'page'>): Promise<void> {
  await page.waitForTimeout(200);
  await page.waitForFunction(() => !document.querySelector('.corner.top.right')?.textContent?.includes('Loading'));
  await page.waitForTimeout(50);
}

async function readPicture({ page }: OpenedPage<LabelledViewerPage>, size: { readonly rows: number; readonly columns: number }) {
  const rgba = await page.evaluate(({ rows, columns }) => {
    const canvas = document.querySelector<HTMLCanvasElement>('canvas.picture');
    const [left, top] = [((canvas?.width ?? 0) - columns) / 2, ((canvas?.height ?? 0) - rows) / 2].map(Math.round);
    return [...(canvas?.getContext('2d')?.getImageData(left ?? 0, top ?? 0, columns, rows).data ?? [])];
  }, size);
  return Array.from({ length: rgba.length / 4 }, (_, at) => [rgba[4 * at] ?? 0, rgba[4 * at + 1] ?? 0, rgba[4 * at + 2] ?? 0] as const);
}
