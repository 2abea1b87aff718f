import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { closeBrowser } from '../../launchBrowser';
import { openSessions } from './openSession';
import { failures } from './places';
import { removeSmallProject } from './smallProject';

/** Mocha's root hooks: a screenshot of every open session after a failed test, and no process or folder left at the end. */
export const mochaHooks = {
  async afterEach(this: Mocha.Context): Promise<void> {
    const test = this.currentTest;
    if (test?.state !== 'failed') return;
    await mkdir(failures, { recursive: true });
    for (const [index, session] of openSessions().entries()) {
      const name = `${test.fullTitle()} ${index}`.replace(/[^a-z0-9]+/gi, '-').toLowerCase();
      await session.page.screenshot({ path: join(failures, `${name}.png`) });
    }
  },
  async afterAll(): Promise<void> {
    for (const session of openSessions()) await session.close();
    await closeBrowser();
    await removeSmallProject();
  },
};
