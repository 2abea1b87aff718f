import assert from 'node:assert/strict';
import { authorRows, authorWords } from '../../../../src/vscode/labelAuthors/authorRows';

describe('authorRows', () => {
  const by = { author: 'Ada Lovelace', commit: '1a2b3c4d5e6f', date: '2026-03-01T10:00:00Z' };

  it('lists status, categories and marks by their titles, marks numbered as the panel numbers them', () => {
    const protocol = { labels: [{ name: 'fx', title: 'Fracture', kind: 'box' } as const] };
    const rows = authorRows(
      { file: 'f', status: by, categories: { age: null }, marks: { m1: by, m2: null }, names: { m1: 'fx', m2: 'gone' } },
      protocol,
    );
    assert.deepEqual(
      rows.map(({ kind, key, title, by: who }) => [kind, key, title, authorWords(who)]),
      [
        ['status', 'status', 'Draft or final', 'Ada Lovelace, 2026-03-01, 1a2b3c4d'],
        ['category', 'age', 'age', 'not committed yet'],
        ['mark', 'm1', 'Fracture 1', 'Ada Lovelace, 2026-03-01, 1a2b3c4d'],
        ['mark', 'm2', 'gone 2', 'not committed yet'],
      ],
    );
  });
});
