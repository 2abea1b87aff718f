import assert from 'node:assert/strict';
import { pageHtml } from '../../../src/vscode/pageHtml';

describe('pageHtml', () => {
  const html = pageHtml({
    title: 'Run <b>"1"</b>',
    script: 'https://x/run.js?a&b',
    style: 'https://x/run.css',
    source: 'https://x',
    nonce: 'n0',
  });

  it('allows nothing but its own script and style', () => {
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? '';
    assert.match(policy, /^default-src 'none'; script-src 'nonce-n0'; style-src 'nonce-n0' https:\/\/x;/);
    assert.doesNotMatch(policy, /unsafe|\*/);
  });

  it('escapes what it is given', () => {
    assert.match(html, /<title>Run &#60;b&#62;&#34;1&#34;&#60;\/b&#62;<\/title>/);
    assert.match(html, /<script type="module" nonce="n0" src="https:\/\/x\/run\.js\?a&#38;b">/);
  });
});
