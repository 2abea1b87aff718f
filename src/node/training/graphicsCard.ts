import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import type { DeviceBackend } from './backends';

/** What a backend computes on; software that stands in for a graphics card is slower than the CPU backend. */
export type GraphicsCard = { readonly name: string; readonly software: boolean };

/** The graphics card that this process computes on, as far as the system tells; to be asked while a session is open. */
export async function cardInUse(backend: DeviceBackend): Promise<GraphicsCard> {
  if (process.platform === 'win32') return windowsCard(await output('powershell', ['-NoProfile', '-Command', videoControllers]));
  if (process.platform === 'darwin') return macCard(await output('system_profiler', ['SPDisplaysDataType']));
  const [files, libraries, nvidia] = await Promise.all([openFiles(), readIfAllowed('/proc/self/maps'), nvidiaModels()]);
  return linuxCard({ files: backend === 'cuda' ? ['/dev/nvidia0'] : files, libraries, nvidia, vendorOf: await renderVendors(files) });
}

/** What shows that there may be a graphics card, and changes with it and its driver: on Linux device files, null without any. */
export async function cardTraces(): Promise<string | null> {
  if (process.platform !== 'linux') return 'cards not listed';
  const names = (await Promise.all(['/dev', '/dev/dri'].map((folder) => readdir(folder).catch(() => [])))).flat();
  const cards = names.filter((name) => isCard.test(name)).sort();
  const driver = /\b(\d+\.\d+(?:\.\d+)?)\b/.exec(await readIfAllowed('/proc/driver/nvidia/version'))?.[1];
  return cards.length === 0 ? null : [...cards, ...(driver === undefined ? [] : [`driver ${driver}`])].join(' ');
}

const isCard = /^(renderD\d+|nvidia\d+|dxg|kfd)$/;
const videoControllers = 'Get-CimInstance Win32_VideoController | Select-Object -ExpandProperty Name';
const vendors: Readonly<Record<string, string>> = { '0x1002': 'AMD', '0x8086': 'Intel', '0x10de': 'NVIDIA', '0x1414': 'Microsoft' };

/** What Linux knows of a process: the device files that it holds open, the libraries that it has loaded, NVIDIA's cards, makers by device file. */
export type LinuxFacts = {
  readonly files: readonly string[];
  readonly libraries: string;
  readonly nvidia: readonly string[];
  readonly vendorOf: Readonly<Record<string, string>>;
};

/** A driver of a real card holds its device file open, which software has no need of. */
export function linuxCard({ files, libraries, nvidia, vendorOf }: LinuxFacts): GraphicsCard {
  const cards = files.filter((file) => isCard.test(basename(file)));
  if (cards.length === 0) {
    const names = [
      ...(libraries.includes('swiftshader') ? ['SwiftShader'] : []),
      ...(libraries.includes('libvulkan_lvp') ? ['llvmpipe'] : []),
    ];
    return { name: `${names.join(' or ') || 'a graphics card'} in software`, software: true };
  }
  if (nvidia[0] !== undefined && cards.some((file) => basename(file).startsWith('nvidia'))) return { name: nvidia[0], software: false };
  const vendor = cards.map((file) => vendorOf[file]).find((found) => found !== undefined);
  return { name: vendor === undefined ? 'a graphics card' : `${vendors[vendor] ?? `maker ${vendor}`} graphics`, software: false };
}

/** The card in the list of Windows's video controllers, one a line; Microsoft's own are software. */
export function windowsCard(list: string): GraphicsCard {
  const names = list
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const real = names.find((name) => !/^Microsoft (Basic|Remote|Hyper-V)/.test(name));
  return { name: real ?? names[0] ?? 'a graphics card', software: real === undefined && names.length > 0 };
}

/** The card in macOS's description of its displays. */
export const macCard = (text: string): GraphicsCard => ({
  name: /Chipset Model: (.+)/.exec(text)?.[1]?.trim() ?? 'a graphics card',
  software: false,
});

const output = async (command: string, args: readonly string[]): Promise<string> => {
  const done = promisify(execFile)(command, args, { timeout: 10_000, windowsHide: true });
  return (await done.catch(() => ({ stdout: '' }))).stdout;
};

const readIfAllowed = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '');

async function openFiles(): Promise<readonly string[]> {
  const numbers = await readdir('/proc/self/fd').catch(() => []);
  return Promise.all(numbers.map((number) => readlink(`/proc/self/fd/${number}`).catch(() => '')));
}

async function nvidiaModels(): Promise<readonly string[]> {
  const folder = '/proc/driver/nvidia/gpus';
  const cards = await readdir(folder).catch(() => []);
  const texts = await Promise.all(cards.map((card) => readIfAllowed(`${folder}/${card}/information`)));
  return texts.flatMap((text) => /Model:\s*(.+)/.exec(text)?.[1]?.trim() ?? []);
}

async function renderVendors(files: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const nodes = files.filter((file) => basename(file).startsWith('renderD'));
  const entries = nodes.map(
    async (file) => [file, (await readIfAllowed(`/sys/class/drm/${basename(file)}/device/vendor`)).trim()] as const,
  );
  return Object.fromEntries((await Promise.all(entries)).filter(([, vendor]) => vendor !== ''));
}
