import assert from 'node:assert/strict';
import { contentPolicy, pageHtml } from '../../../src/vscode/pageHtml';

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

  it('lets a page that decodes fetch, compile WebAssembly and start workers of blobs, and no more', () => {
    const policy = contentPolicy({ source: 'https://x', nonce: 'n0', decodes: true });
    assert.match(policy, /^default-src 'none'; script-src 'nonce-n0' 'wasm-unsafe-eval'; connect-src https:\/\/x; worker-src blob:; /);
    assert.doesNotMatch(policy, /'unsafe|\*/);
  });

  it('hands over attributes and values that no text in them can end', () => {
    const value = { name: '</script><script>alert(1)</script>' };
    const given = pageHtml({
      title: '',
      script: 's',
      style: 't',
      source: 'x',
      nonce: 'n0',
      data: { codecs: 'https://x/"&' },
      values: { session: value },
      fetched: ['https://x/a.dcm?1"'],
      chunks: ['https://x/chunk-1.js'],
    });
    assert.match(given, /<link rel="modulepreload" nonce="n0" href="https:\/\/x\/chunk-1\.js">/);
    assert.match(given, /<div id="page" data-codecs="https:\/\/x\/&#34;&#38;"><\/div>/);
    assert.equal(given.match(/<script/g)?.length, 2);
    const json = /<script type="application\/json" nonce="n0" id="session">(.*)<\/script>/.exec(given)?.[1] ?? '';
    assert.deepEqual(JSON.parse(json), value);
    assert.match(given, /<link rel="preload" as="fetch" crossorigin="anonymous" href="https:\/\/x\/a\.dcm\?1&#34;">/);
  });
});
