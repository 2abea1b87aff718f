import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Debian's Chromium brings a Vulkan driver that computes in software. */
export const softwareDriver = '/usr/lib/chromium/vk_swiftshader_icd.json';

/** Why WebGPU can't be tested here, or null. */
export const whyNoCard = (): string | null =>
  existsSync(softwareDriver) ? null : `WebGPU is not tested, because ${softwareDriver} is not there (Debian's package chromium brings it).`;

/** The environment of a process that sees the graphics card of a driver; one that is not there is a machine without a card. */
export const cardEnvironment = (driver: string, folder: string): NodeJS.ProcessEnv => ({
  ...process.env,
  VK_ICD_FILENAMES: driver,
  XDG_RUNTIME_DIR: folder,
});

export type ChildEnd = { readonly code: number | null; readonly signal: string | null; readonly answer: unknown; readonly errors: string };

/** Runs a script of this folder in a process of its own, whose driver is loaded from the start; its last line is JSON, the answer. */
export async function onCard(script: string, args: readonly string[], driver = softwareDriver): Promise<ChildEnd> {
  const folder = await mkdtemp(join(tmpdir(), 'radsteps-card-'));
  try {
    const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, script), ...args, folder], {
      env: cardEnvironment(driver, folder),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [out, errors] = [child.stdout, child.stderr].map((stream) => {
      const pieces: string[] = [];
      stream.setEncoding('utf8').on('data', (piece: string) => pieces.push(piece));
      return pieces;
    });
    const [code, signal] = await new Promise<[number | null, string | null]>((resolve) => child.once('close', (...end) => resolve(end)));
    const last = (out ?? []).join('').trim().split('\n').at(-1) ?? '';
    return { code, signal, answer: last.startsWith('{') ? JSON.parse(last) : null, errors: (errors ?? []).join('') };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
