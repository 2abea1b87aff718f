import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from '../../core/check/finding';
import { schemaFindings, schemaOf } from '../../core/check/schemaFindings';
import { columnFindings, forbiddenFindings, identifierFindings, nameFindings } from '../../core/check/textFindings';
import type { Protocol } from '../../core/label/protocol';
import { mapBounded } from '../dataset/mapBounded';
import { type CheckCache, stampOf } from './checkCache';
import { isScanned, type ProjectFiles } from './projectTexts';

/** What is longer was not written by people. */
const mostBytes = 2e6;

/** Looks at the names of all files, and at the texts that people write: identifiers, forbidden files, and what their schema refuses. Keeps the cache up. */
export async function checkTexts(
  root: string,
  { all, tracked }: ProjectFiles,
  protocol: Protocol | null,
  cache: CheckCache,
): Promise<readonly Finding[]> {
  const pictures = protocol?.labels.flatMap((label) => label.pictures ?? []) ?? [];
  const names = all.flatMap((file) => [...nameFindings(file), ...forbiddenFindings(file, tracked.has(file), pictures)]);
  const texts = all.filter((file) => isScanned(file) || schemaOf(file) !== undefined);
  const wanted = new Set(texts);
  for (const file of cache.texts.keys()) if (!wanted.has(file)) cache.texts.delete(file);
  const found = await mapBounded(texts, (file) => checkText(root, file, cache), undefined, 16);
  return [...names, ...found.flat()];
}

async function checkText(root: string, file: string, cache: CheckCache): Promise<readonly Finding[]> {
  const state = await stampOf(join(root, file));
  if (state === null || state.bytes > mostBytes) return [];
  const known = cache.texts.get(file);
  if (known?.stamp === state.stamp) return known.findings;
  const text = (await readFile(join(root, file), 'utf8')).replace(/^\uFEFF/, '');
  const columns = /\.(csv|tsv)$/i.test(file) ? columnFindings(file, text) : [];
  const findings = text.includes('\0') ? [] : [...schemaFindings(file, text), ...identifierFindings(file, text), ...columns];
  cache.texts.set(file, { stamp: state.stamp, findings });
  return findings;
}
