// Makes the .vsix for this platform: npm run package.
import { statSync } from 'node:fs';
import { makePackage, megabytes } from './makePackage.mjs';
import { setUp } from './setUp.mjs';

try {
  await setUp();
  const file = await makePackage();
  console.log(`${file}: ${megabytes(statSync(file).size)} MB`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
