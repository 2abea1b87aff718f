import { connect } from 'node:net';
import type * as vscode from 'vscode';
import type { HostAnswer, HostCall } from './serveHost';

/** Runs a function inside the extension host; it sees nothing but `vscode` and its argument, and argument and result are JSON values. */
export type CallHost = <A, R>(action: (api: typeof vscode, argument: A) => R | PromiseLike<R>, argument?: A) => Promise<R>;

/** The caller of functions in the extension host that serves the unix socket `path`. */
export function hostCaller(path: string): CallHost {
  return async <A, R>(action: (api: typeof vscode, argument: A) => R | PromiseLike<R>, argument?: A) => {
    const answer = await exchange(path, { source: action.toString(), argument: argument ?? null });
    if ('error' in answer) throw new Error(`In the extension host: ${answer.error}`);
    return answer.value as R;
  };
}

/** Less than a test's own limit, so that a command that hangs is named. */
const longest = 50_000;

/** Sends one call and resolves to its answer; rejects when nobody serves the socket, and when no answer comes in 50 seconds. */
export function exchange(path: string, call: HostCall): Promise<HostAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect({ path, allowHalfOpen: true });
    socket.once('error', reject);
    socket.setTimeout(longest, () => {
      const argument = JSON.stringify('argument' in call ? call.argument : null).slice(0, 200);
      socket.destroy(new Error(`The extension host has not answered for ${longest / 1000} seconds; it was asked with ${argument}.`));
    });
    socket.once('connect', () => socket.end(JSON.stringify(call)));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.once('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      if (text === '') reject(new Error('The extension host ended before it answered.'));
      else resolve(JSON.parse(text));
    });
  });
}
