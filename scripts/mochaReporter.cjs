const { writeFileSync } = require('node:fs');
const { reporters } = require('mocha');

/** Mocha's spec reporter, which also leaves the counts and what failed for scripts/test.mjs in the file that RADSTEPS_RESULTS names. */
module.exports = function mochaReporter(runner, options) {
  new reporters.Spec(runner, options);
  const failed = [];
  // A test that passes at its second try still says what went wrong at the first.
  runner.on('retry', (test, error) => console.log(`    tried again: ${test.title}: ${error.message}`));
  runner.on('fail', (test, error) => failed.push(`${test.titlePath().join(' ')}: ${error.message}`));
  runner.once('end', () => {
    const { passes, failures } = runner.stats;
    const counts = { passed: passes, failed: failures, failures: failed };
    if (process.env.RADSTEPS_RESULTS) writeFileSync(process.env.RADSTEPS_RESULTS, JSON.stringify(counts));
  });
};
