import type { Host } from '../../src/protocol/channel';
import type { HistoryPage, HistoryRequest, HistorySession } from '../../src/protocol/history';

/** Asks for the runs; the table comes back as JSON. */
export async function askHistory(host: Host<HistoryPage>, request: HistoryRequest): Promise<HistorySession> {
  const session = await host.call('open', request);
  return session.table === null ? session : { ...session, table: await inflated(session.table) };
}

async function inflated(base64: string): Promise<string> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))).text();
}
