import assert from 'node:assert/strict';
import { installDebianPackages } from '../../../scripts/installDebianPackages.mjs';
import { type StandIns, standIns } from '../../fixtures/standIns';

const missingFirst = 'case "$*" in *--version*) exit 0;; *first*) echo "unknown";; *) echo "install ok installed";; esac';

describe('installDebianPackages', () => {
  let tools: StandIns;
  beforeEach(() => {
    tools = standIns({ 'dpkg-query': missingFirst, sudo: '[ "$2" = true ] || { shift; exec "$@"; }', 'apt-get': 'exit 0' });
  });
  afterEach(() => tools.remove());
  const aptCalls = () => tools.calls().filter((call) => call.startsWith('apt-get -y'));

  it('installs only what is missing', async () => {
    assert.equal(await installDebianPackages(['first', 'second']), null);
    assert.equal(aptCalls().length, 1);
    assert.match(aptCalls()[0] ?? '', /install --no-install-recommends first$/);
  });

  it('does nothing when everything is there', async () => {
    assert.equal(await installDebianPackages(['second']), null);
    assert.deepEqual(aptCalls(), []);
  });

  it('fetches the package lists when the first try fails', async () => {
    tools.program('apt-get', `case "$*" in *update*) touch ${tools.folder}/updated;; *install*) [ -e ${tools.folder}/updated ];; esac`);
    assert.equal(await installDebianPackages(['first']), null);
    assert.equal(aptCalls().length, 3);
  });

  it('names the packages in one sentence when it fails', async () => {
    tools.program('apt-get', 'case "$*" in *--version*) exit 0;; *) exit 100;; esac');
    assert.match((await installDebianPackages(['first', 'second'])) ?? '', /sudo apt-get install first$/);
  });
});
