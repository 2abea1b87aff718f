import assert from 'node:assert/strict';
import { parseYaml } from '../../../../src/core/project/parseYaml';
import { UserError } from '../../../../src/core/userError';

/** The sentence with which a text is refused. */
function refusal(text: string): string {
  try {
    parseYaml('quick.yaml', text, 'experiment');
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    return error.message;
  }
  return assert.fail(`not refused: ${text}`);
}

describe('parseYaml', () => {
  it('reads a valid file as it stands', () => {
    const text = 'data:\n  target: bone_age # months\n  inputs: [sex]\ntrain: { learningRate: 1e-3 }\n';
    assert.deepEqual(parseYaml('quick.yaml', text, 'experiment'), {
      data: { target: 'bone_age', inputs: ['sex'] },
      train: { learningRate: 0.001 },
    });
  });

  it('takes no and yes as texts', () => {
    const text = 'labels:\n  - { name: a, title: A, kind: category, values: [no, yes] }\n';
    assert.deepEqual(parseYaml<{ labels: readonly { values: unknown }[] }>('p', text, 'protocol').labels[0]?.values, ['no', 'yes']);
  });

  it('names line and column of what is not YAML', () => {
    assert.match(refusal('data:\n  target: [a\n'), /^quick\.yaml, line \d, column \d+: this is not YAML: .*\.$/);
    assert.match(refusal('data:\n\ttarget: a\n'), /^quick\.yaml, line 2, column 1: .*a tab stands where spaces must indent\.$/);
    assert.match(refusal('data:\n  target: a\n  target: b\n'), /^quick\.yaml, line 3, column 3: .*the same key stands there twice\.$/);
    assert.match(refusal('data: {target: a}\n---\nb: 1\n'), /^quick\.yaml, line 2, column 1: .*second document/);
    assert.match(refusal('data: {target: *nobody}\n'), /alias/);
  });

  it('names the nearest key for an unknown one', () => {
    assert.equal(
      refusal('data:\n  target: a\ntrain:\n  epochs: 3\n  lerningRate: 1\n'),
      'quick.yaml, line 5, column 3: unknown key "lerningRate" in train; did you mean "learningRate"?',
    );
  });

  it('names all known keys where none is near', () => {
    assert.match(
      refusal('data:\n  target: a\nzzzzzzzz: 1\n'),
      /line 3, column 1: unknown key "zzzzzzzz"; known here: data, image, .*engine, sweep\.$/,
    );
  });

  it('says what was expected and what was found', () => {
    const withTrain = (line: string) => refusal(`data:\n  target: a\ntrain:\n  ${line}\n`);
    assert.equal(withTrain('epochs: abc'), 'quick.yaml, line 4, column 11: train.epochs must be a whole number, but is the text "abc".');
    assert.match(withTrain('epochs: 0.5'), /must be a whole number, but is 0\.5\.$/);
    assert.match(withTrain('epochs: 0'), /train\.epochs must be at least 1, but is 0\.$/);
    assert.match(withTrain('epochs:'), /train\.epochs must be a whole number, but is empty\.$/);
    assert.match(withTrain('learningRate: 0'), /must be above 0, but is 0\.$/);
    assert.match(withTrain('learningRate: .inf'), /learningRate must be/);
    assert.match(
      withTrain('loss: mea'),
      /train\.loss must be one of auto, mae, mse, huber, cross-entropy, focal, dice, binary-cross-entropy, but is the text "mea"\.$/,
    );
    assert.match(refusal('data:\n  target: a\nimage: {size: [1, 2, 3]}'), /image\.size must have at most 2 entries, but is a list of 3/);
    assert.match(refusal('data: [a]'), /line 1, column 7: data must be a group of keys, but is a list of 1\.$/);
  });

  it('names the first problem of the file and counts the others', () => {
    assert.match(
      refusal('data:\n  target: 3\nimage:\n  fit: no\ntrain:\n  epoch: 3\n'),
      /line 2, column 11: .*\(and 2 more problems in this file\)\.$/,
    );
  });

  it('says which key is missing, also in an empty file', () => {
    assert.equal(refusal(''), 'quick.yaml, line 1, column 1: the key "data" is missing.');
    assert.match(refusal('data:\n  reader: me\n'), /line 2, column 3: the key "target" is missing in data\.$/);
    assert.match(refusal('hello'), /the file must be a group of keys, but is the text "hello"\.$/);
  });

  it('does not follow aliases without end', () => {
    const levels = Array.from({ length: 9 }, (_, level) => {
      const inner =
        level === 0
          ? '[x, x, x, x, x, x, x, x, x]'
          : `[${Array(9)
              .fill(`*a${level - 1}`)
              .join(', ')}]`;
      return `k${level}: &a${level} ${inner}`;
    });
    assert.match(refusal(levels.join('\n')), /alias/);
  });
});
