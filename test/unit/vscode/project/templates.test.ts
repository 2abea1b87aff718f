import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { templateChoices } from '../../../../src/vscode/project/templates';

describe('the templates that can be picked', () => {
  it('are the folders under templates/', () => {
    const folders = readdirSync(resolve(__dirname, '../../../../templates'), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    assert.deepEqual(templateChoices.map(({ id }) => id).sort(), folders.map(({ name }) => name).sort());
  });
});
