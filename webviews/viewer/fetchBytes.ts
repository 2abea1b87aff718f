/** The bytes behind a webview address; rejects with a sentence. */
export async function fetchBytes(uri: string): Promise<ArrayBuffer> {
  const response = await fetch(uri).catch(() => null);
  if (response === null) throw new Error('The file could not be read: it is gone, or its folder may not be read.');
  if (!response.ok)
    throw new Error(`The file could not be read (${response.status}): it was moved or deleted, or it is too large for the editor.`);
  return response.arrayBuffer();
}
