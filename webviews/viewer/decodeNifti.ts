import { gatherNifti, isGzip } from '../../src/core/nifti/gatherNifti';
import { niftiFrame, niftiRange } from '../../src/core/nifti/niftiFrame';
import { type Nifti, readNifti } from '../../src/core/nifti/readNifti';
import { directionLetters } from '../../src/core/viewer/edgeLetters';
import { type FrameFacts, plainFacts } from '../../src/core/viewer/frameFacts';
import type { FrameGeometry } from '../../src/core/volume/frameGeometry';
import type { OpenedFile } from './decodeDicom';

/** A file may take this many bytes when it is inflated. */
const mostInflated = 1.5 * 2 ** 30;

/** Opens a NIfTI file, gzipped or not; throws what keeps it from being read. */
export async function decodeNifti(bytes: ArrayBuffer): Promise<OpenedFile> {
  const file = new Uint8Array(bytes);
  const nifti = readNifti(isGzip(file) ? await gatherNifti(inflated(file), mostInflated) : file);
  const range = niftiRange(nifti);
  const frames = nifti.slices * nifti.volumes;
  return {
    frames,
    decode: async (at) => {
      if (at >= frames) return { kept: true, picture: null, failure: `The file has ${frames} slices only.`, facts: null };
      const { frame, meaning, geometry } = niftiFrame(nifti, at, range);
      return { kept: true, picture: { frame, meaning, facts: factsOf(nifti, geometry), note: nifti.notes.join(' ') } };
    },
  };
}

async function* inflated(bytes: Uint8Array<ArrayBuffer>): AsyncIterable<Uint8Array> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    yield value;
  }
}

/** A file that doesn't say how it lies in the patient gets no letters at its edges. */
function factsOf({ affine }: Nifti, geometry: FrameGeometry): FrameFacts {
  const [right, down] = geometry.orientation;
  const [rows, columns] = geometry.spacingMm;
  const directions = affine.from === 'none' ? null : { right: directionLetters(right), down: directionLetters(down) };
  return { ...plainFacts, spacing: { from: 'patient', rows, columns }, geometry, directions, technical: ['NIfTI'] };
}
