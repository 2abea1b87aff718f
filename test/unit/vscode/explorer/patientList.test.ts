import assert from 'node:assert/strict';
import { patientList } from '../../../../src/vscode/explorer/patientList';

describe('patientList', () => {
  it('gathers the images of each patient in the order of the index', () => {
    const row = { modality: 'CT', bodyPart: 'HEAD', view: '', laterality: '', frames: 24 };
    const film = { modality: 'DX', bodyPart: 'HAND', view: 'PA', laterality: 'L', frames: 1 };
    const list = patientList([
      { ...film, image: 'img-b', patient: 'P-2' },
      { ...row, image: 'img-a', patient: 'P-1' },
      { ...film, image: 'img-c', patient: 'P-2', frames: null },
    ]);
    assert.deepEqual(list, [
      {
        patient: 'P-2',
        images: [
          { image: 'img-b', words: 'DX hand PA L' },
          { image: 'img-c', words: 'DX hand PA L' },
        ],
      },
      { patient: 'P-1', images: [{ image: 'img-a', words: 'CT head 24 frames' }] },
    ]);
  });
});
