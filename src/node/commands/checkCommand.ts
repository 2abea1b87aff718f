import { constants, setPriority } from 'node:os';
import type { Finding } from '../../core/check/finding';
import { UserError } from '../../core/userError';
import { acceptFinding } from '../check/acceptFinding';
import { applyFix } from '../check/applyFix';
import { type CheckReport, checkProject } from '../check/checkProject';
import type { CommandContext, CommandResult } from './context';
import { openProject } from './openProject';

type Options = {
  readonly cached?: boolean;
  readonly fix?: string;
  readonly choice: number;
  readonly accept?: string;
  readonly reason?: string;
  readonly by?: string;
};

/** `radsteps check`. */
export async function checkCommand(context: CommandContext, _words: readonly string[], options: Options): Promise<CommandResult> {
  const root = await openProject(context);
  const { fix, accept, cached = false } = options;
  const only = fix ?? accept;
  if (context.output.mode === 'events') giveWay();
  // What is to be mended was found before, so no image need be looked at again.
  const report = await checkProject(root, {
    cached: cached || only !== undefined,
    report: context.output.progress,
    signal: context.host.signal,
  });
  if (only === undefined) return reportResult(report);
  const finding = report.findings.find(({ id }) => id === only);
  if (finding === undefined) throw new UserError(`There is no finding ${only} (any more); \`radsteps check\` lists them.`);
  return fix === undefined ? acceptOne(root, finding, options) : fixOne(root, finding, options.choice);
}

async function fixOne(root: string, finding: Finding, choice: number): Promise<CommandResult> {
  const fix = finding.fixes[choice - 1];
  if (fix === undefined) throw new UserError(`The finding ${finding.id} has ${finding.fixes.length} fixes. ${finding.advice}`);
  await applyFix(root, fix);
  return { result: { id: finding.id, fix: fix.title }, text: `Done: ${fix.title}.` };
}

async function acceptOne(root: string, finding: Finding, { reason = '', by = '' }: Options): Promise<CommandResult> {
  await acceptFinding(root, finding, { reason, by, date: new Date().toISOString().slice(0, 10) });
  return { result: { id: finding.id }, text: `Accepted: ${finding.message}` };
}

function reportResult(report: CheckReport): CommandResult {
  const { findings, accepted, images, labels, unseen } = report;
  const problems = findings.filter(({ severity }) => severity !== 'information').length;
  const lines = findings.flatMap(({ file, line, column, severity, message, advice, code, id, fixes }) => [
    `${file}:${line}:${column}: ${severity}: ${message} [${code} ${id}]`,
    `    ${advice}`,
    ...fixes.map(({ title }, index) => `    fix ${index + 1}: ${title}`),
  ]);
  const counts = `${images} images, ${labels} labels`;
  const more = [
    ...(accepted === 0 ? [] : [`${accepted} accepted with a reason`]),
    ...(unseen === 0 ? [] : [`${unseen} images not compared yet`]),
  ];
  const end = problems === 0 ? `No problem in ${counts}` : `${problems} ${problems === 1 ? 'problem' : 'problems'} in ${counts}`;
  return { result: report, text: [...lines, `${[end, ...more].join('; ')}.`].join('\n'), exitCode: problems === 0 ? 0 : 1 };
}

/** For the editor the checks run unasked, so they give way to all other work. */
function giveWay(): void {
  try {
    setPriority(constants.priority.PRIORITY_LOW);
  } catch {
    // Not every system lets a process do that.
  }
}
