import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { CategoryProposal } from '../../core/label/categoryProposal';
import { categoryProposal } from '../../core/label/categoryProposal';
import type { Label } from '../../core/label/label';
import { UserError } from '../../core/userError';
import { readers } from '../../node/dataset/readDataset';
import { readLabelOnDisk } from '../../node/label/labelOnDisk';
import type { LabelPlace } from '../../node/label/labelPlace';
import { readBlind } from '../../node/label/readBlind';
import { runPredictions } from '../../node/label/runProposals';
import { readLocal } from '../../node/project/local';
import { readProtocol } from '../../node/project/readProtocol';
import type { WorkPlace, WorkView } from '../../protocol/labelWork';

type Predictions = Awaited<ReturnType<typeof runPredictions>>;

/** Reads what stands around labels; a run's predictions are read once. */
export class WorkViewReader {
  #predictions: { readonly key: string; readonly read: Promise<Predictions> } | null = null;

  /** What stands around one label; `address` is where the page finds a file. Never throws UserError: the view has its sentence. */
  async read(place: LabelPlace, work: WorkPlace | null, address: (file: vscode.Uri) => string): Promise<WorkView> {
    const problems: string[] = [];
    const noted = async <T>(reading: Promise<T>, instead: T): Promise<T> => {
      try {
        return await reading;
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        problems.push(error.message);
        return instead;
      }
    };
    const { root } = place;
    const { isBlind } = await noted(readBlind(root), { isBlind: true, by: null });
    const [pictures, proposals, others] = await Promise.all([
      noted(guidelinePictures(root, address), {}),
      isBlind ? null : noted(this.#proposals(place), null),
      isBlind ? [] : noted(otherLabels(place), []),
    ]);
    return { image: place.image, place: work, pictures, proposals, others, isBlind, problem: [...new Set(problems)].join(' ') };
  }

  /** Forgets a run's predictions, which may be another run's now. */
  forget(): void {
    this.#predictions = null;
  }

  async #proposals({ root, image }: LabelPlace): Promise<WorkView['proposals']> {
    const { proposals: run } = await readLocal(root);
    if (run === undefined) return null;
    const key = `${root}\n${run}`;
    if (this.#predictions?.key !== key) this.#predictions = { key, read: runPredictions(root, run) };
    const { definition, rows } = await this.#predictions.read;
    const row = rows.get(image);
    const proposal = row === undefined ? null : categoryProposal(row, definition);
    const categories: readonly CategoryProposal[] = proposal === null ? [] : [proposal];
    return { run, categories };
  }
}

/** The folders in which the pictures of a project's guidelines lie. */
export async function pictureFolders(root: string): Promise<readonly vscode.Uri[]> {
  const { labels } = await readProtocol(root);
  const folders = new Set(labels.flatMap(({ pictures = [] }) => pictures.map((path) => dirname(join(root, path)))));
  return [...folders].map((folder) => vscode.Uri.file(folder));
}

async function guidelinePictures(root: string, address: (file: vscode.Uri) => string): Promise<WorkView['pictures']> {
  const { labels } = await readProtocol(root);
  const paths = labels.flatMap(({ pictures = [] }) => pictures);
  return Object.fromEntries(paths.map((path) => [path, address(vscode.Uri.file(join(root, path)))]));
}

/** What other readers say of the image. */
async function otherLabels({ root, reader, image }: LabelPlace): Promise<readonly Label[]> {
  const names = (await readers(root)).filter((name) => name !== reader);
  const found = await Promise.all(names.map((name) => readLabelOnDisk({ root, reader: name, image }, false)));
  return found.flatMap(({ label, sha256 }) => (sha256 === null ? [] : [label]));
}
