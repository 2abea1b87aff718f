import type { BackendOutcome } from './backendOutcome';
import type { NamedBackend } from './experiment';

/** What one machine offers for training. */
export type KitReport = {
  readonly machine: {
    readonly processor: string;
    readonly cores: number;
    /** 2^30 bytes, to one decimal. */
    readonly memoryGb: number;
    readonly platform: string;
    readonly node: string;
    readonly onnxruntime: string;
  };
  readonly backends: readonly BackendOutcome[];
  /** TensorFlow.js with a native engine, where the project has it installed. */
  readonly tensorflow: { readonly package: string; readonly version: string } | null;
  /** What `engine.backend: auto` takes. */
  readonly auto: NamedBackend;
};

const tensorflowAdvice = 'not installed; `npm install @tensorflow/tfjs-node` in the project, or tfjs-node-gpu for CUDA, brings it';

const machineText = ({ processor, cores, memoryGb, platform }: KitReport['machine']): string =>
  `${processor}, ${cores} ${cores === 1 ? 'core' : 'cores'}, ${memoryGb} GB of memory, ${platform}`;

const versionText = ({ node, onnxruntime }: KitReport['machine']): string => `Node ${node}, ONNX Runtime ${onnxruntime}`;

const tensorflowText = ({ tensorflow }: KitReport): string =>
  tensorflow === null ? tensorflowAdvice : `${tensorflow.package} ${tensorflow.version} is installed`;

/** What became of a backend, its images a second, and the device or the reason. */
function cellsOf(outcome: BackendOutcome): readonly [state: string, speed: string, words: string] {
  if (outcome.state !== 'passes') return [outcome.state, '', outcome.reason];
  const { device, software, imagesPerSecond } = outcome;
  if (imagesPerSecond === null) return ['passes', '', `${device}${software ? ', which auto never takes' : ''}`];
  return ['passes', `${imagesPerSecond < 10 ? imagesPerSecond.toFixed(1) : Math.round(imagesPerSecond)} images/s`, device];
}

const measured = 'Images a second: training of compact-cnn at 64 x 64, batch 16.';

/** A kit report for a terminal. */
export function describeKit(report: KitReport): string {
  const rows = report.backends.map((outcome) => [outcome.backend, ...cellsOf(outcome)]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const lines = rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
  return [
    `Machine: ${machineText(report.machine)}`,
    `Versions: ${versionText(report.machine)}`,
    'Backends of the built-in engine:',
    ...lines,
    measured,
    `TensorFlow.js: ${tensorflowText(report)}.`,
    `engine.backend auto takes: ${report.auto}`,
  ].join('\n');
}

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** A kit report as Markdown. */
export function kitMarkdown(report: KitReport): string {
  const rows = report.backends.map((outcome) => `| \`${outcome.backend}\` | ${cellsOf(outcome).map(cell).join(' | ')} |`);
  return [
    '# What this machine offers',
    '',
    `**Machine** ${machineText(report.machine)}  `,
    `**Versions** ${versionText(report.machine)}`,
    '',
    '## Backends of the built-in engine',
    '',
    '| backend | self-test | speed | device, or why not |',
    '|---|---|---:|---|',
    ...rows,
    '',
    `${measured} The self-test compares derivatives first.`,
    '',
    `An experiment with \`engine: auto\` takes **${report.auto}**; \`engine: <backend>\` takes that one or fails.`,
    '',
    '## TensorFlow.js engine',
    '',
    `${tensorflowText(report)}.`.replace(/^./, (first) => first.toUpperCase()),
    '',
  ].join('\n');
}
