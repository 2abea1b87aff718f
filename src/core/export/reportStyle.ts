/** The style sheet of a report: light or dark as the reader's system is, and black on white on paper. */
export const reportStyle = `
:root { color-scheme: light dark; --back: #ffffff; --text: #1f2328; --soft: #59636e; --edge: #d1d9e0; --stripe: #f6f8fa; --first: #0a5fb8; --second: #a8480a; }
@media (prefers-color-scheme: dark) { :root { --back: #16191d; --text: #e4e7eb; --soft: #a3adb8; --edge: #3b434c; --stripe: #1e2329; --first: #6db5ff; --second: #f5a55f; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 68rem; padding: 2rem 1.5rem 4rem; background: var(--back); color: var(--text); font: 15px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 0.25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 0.25rem; padding-top: 1rem; border-top: 1px solid var(--edge); overflow-wrap: anywhere; }
h3 { font-size: 1rem; margin: 1.5rem 0 0.5rem; }
p { margin: 0.25rem 0; }
.lead, figcaption, caption { color: var(--soft); }
a { color: var(--first); }
.scroll { overflow-x: auto; margin: 0.75rem 0; }
table { border-collapse: collapse; width: 100%; font-size: 0.87rem; }
caption { text-align: left; padding: 0.25rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.7rem 0.3rem 0; border-bottom: 1px solid var(--edge); overflow-wrap: break-word; }
th[scope="col"] { font-weight: 600; }
th[scope="row"] { font-weight: 500; }
th.number { text-align: right; }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
code, .hash { font: 0.82rem/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.changed { background: var(--stripe); outline: 1px solid var(--edge); padding: 0 0.25rem; }
.state { display: inline-block; border: 1px solid currentColor; border-radius: 1rem; padding: 0 0.6rem; font-size: 0.8rem; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); gap: 0 2rem; }
figure { margin: 0.5rem 0; min-width: 0; break-inside: avoid; }
figcaption { font-size: 0.82rem; }
svg { width: 100%; height: auto; display: block; }
svg text { fill: var(--soft); font-size: 12px; }
svg text.word { fill: var(--text); }
svg .axis { stroke: var(--soft); fill: none; }
svg .grid { stroke: var(--edge); fill: none; }
svg .line { fill: none; stroke-width: 2; }
svg .line.first { stroke: var(--first); }
svg .line.second { stroke: var(--second); }
svg .line.rule { stroke: var(--soft); stroke-width: 1.5; }
svg .dashed { stroke-dasharray: 6 4; }
svg .band.second { fill: var(--second); opacity: 0.18; }
svg .dot.first { fill: var(--first); fill-opacity: 0.6; }
svg .dot.second { fill: var(--second); }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--edge); color: var(--soft); font-size: 0.82rem; }
@page { margin: 16mm; }
@media print {
  :root { color-scheme: light; --back: #ffffff; --text: #000000; --soft: #444444; --edge: #bbbbbb; --stripe: #eeeeee; --first: #0a5fb8; --second: #a8480a; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  .run { break-before: page; }
  .run:first-of-type { break-before: auto; }
  .columns { grid-template-columns: 1fr 1fr; }
  .scroll { overflow: visible; }
  tr { break-inside: avoid; }
  a { color: inherit; text-decoration: none; }
}
`;
