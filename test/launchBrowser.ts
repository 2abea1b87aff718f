import { type Browser, chromium } from 'playwright-core';
import { findChromium } from '../scripts/setUp.mjs';

const quiet = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const softwareWebGl = ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

let browser: Promise<Browser> | undefined;

/** The one Chromium of this process, without a window, started at its first use. */
export function launchBrowser(): Promise<Browser> {
  browser ??= findChromium().then((executablePath) => chromium.launch({ executablePath, args: [...quiet, ...softwareWebGl] }));
  return browser;
}

/** Ends that Chromium if it was started. */
export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = undefined;
}
