import { closeBrowser } from '../../launchBrowser';

/** Mocha's root hooks: Chromium ends with the tests. */
export const mochaHooks = { afterAll: closeBrowser };
