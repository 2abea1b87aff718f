import { createServer, type Socket } from 'node:net';
import * as vscode from 'vscode';

/** One call over the socket: a function's source with its argument, or the end of the session. */
export type HostCall = { readonly source: string; readonly argument: unknown } | { readonly end: true };

/** The host's answer to one call. */
export type HostAnswer = { readonly value: unknown } | { readonly error: string };

/** Serves functions of the driver on a unix socket, one a connection, until a call ends the session. */
export function serveHost(path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer({ allowHalfOpen: true }, async (socket) => {
      const call: HostCall = JSON.parse(await readAll(socket));
      socket.end(JSON.stringify('end' in call ? { value: null } : await answer(call)));
      if ('end' in call) server.close(() => resolve());
    });
    server.once('error', reject);
    server.listen(path);
  });
}

async function answer(call: { readonly source: string; readonly argument: unknown }): Promise<HostAnswer> {
  try {
    // tsx wraps named functions in a call of __name, which the source alone does not bring along.
    const make = new Function('__name', `return (${call.source});`);
    const value: unknown = await make((named: unknown) => named)(vscode, call.argument);
    return { value: value ?? null };
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

async function readAll(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
