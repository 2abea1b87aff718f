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
/** Without a graphics card everywhere, as on most machines of a hospital; naming SwiftShader instead would emulate a card, which draws a window many times slower. */
const software = ['--disable-gpu'];

let browser: Promise<Browser> | undefined;

/** The one Chromium of this process, without a window, started at its first use. */
export function launchBrowser(): Promise<Browser> {
  browser ??= findChromium().then((executablePath) => chromium.launch({ executablePath, args: [...quiet, ...software] }));
  return browser;
}

/** Ends that Chromium if it was started. */
export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = undefined;
}
