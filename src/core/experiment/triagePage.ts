import type { TriageFilm, TriageList, TriageStudy } from './triageList';
import {
  filmFacts,
  likelihoodWords,
  markWords,
  scoreText,
  triageAlert,
  triageDisclaimer,
  triageFacts,
  triageOrder,
  triageSummary,
} from './triageWords';

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** A whole HTML page of a list, for those without the editor; `pictures` are addresses of films, and a film without one has none. */
export function formatTriagePage(list: TriageList, pictures: ReadonlyMap<string, string>): string {
  const { about, studies, unread } = list;
  const facts = triageFacts(list).map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`);
  const lost = unread.map(({ image, reason }) => `<li><b>${escaped(image)}</b> ${escaped(reason)}</li>`);
  const title = `Triage list: possible ${about.target.replaceAll('_', ' ')}`;
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title><style>${style}</style></head><body><main>
<h1>${escaped(title)}</h1>
<p class="disclaimer">${escaped(triageDisclaimer)}</p>
<p>${escaped(triageSummary(list))} ${escaped(triageOrder)}</p>
<dl>${facts.join('')}</dl>
${about.notes.map((note) => `<p>${escaped(note)}</p>`).join('\n')}
${lost.length === 0 ? '' : `<section class="lost"><h2>Could not be sorted: please look at them</h2><ul>${lost.join('')}</ul></section>`}
<ol>
${studies.map((study) => studyItem(list, study, pictures)).join('\n')}
</ol>
<p class="disclaimer">${escaped(triageDisclaimer)}</p>
</main></body></html>
`;
}

function studyItem(
  { about }: TriageList,
  { study, score, isAlert, films, unread }: TriageStudy,
  pictures: ReadonlyMap<string, string>,
): string {
  const [worst] = films;
  const uri = worst === undefined ? undefined : pictures.get(worst.image);
  const { threshold } = about.threshold;
  const lines = [
    `Score ${scoreText(score, threshold)} (threshold ${scoreText(threshold, threshold)})`,
    isAlert ? likelihoodWords(about, score) : '',
    worst === undefined ? '' : markWords(about, worst),
    worst === undefined ? '' : filmFacts(worst).join(', '),
    films.length > 1 ? `${films.length} films, the most suspicious is ${worst?.image ?? ''}` : '',
    unread > 0 ? `${unread} more of this study could not be read` : '',
  ].filter((line) => line !== '');
  return `<li class="${isAlert ? 'alert' : 'none'}">${worst !== undefined && uri !== undefined ? picture(worst, uri) : ''}<div><h3>${escaped(triageAlert(about, isAlert))}</h3>
<p><b>${escaped(study)}</b></p>${lines.map((line) => `<p>${escaped(line)}</p>`).join('')}</div></li>`;
}

function picture({ rows, columns, marks }: TriageFilm, uri: string): string {
  const shapes = marks.map((mark) => {
    if (mark.kind === 'mask') return `<path class="found" d="${mark.path}"/>`;
    const { x, y, width, height } = mark;
    if (mark.kind === 'box') return `<rect class="found" x="${x}" y="${y}" width="${width}" height="${height}"/>`;
    return `<ellipse class="looked" cx="${x + width / 2}" cy="${y + height / 2}" rx="${width / 2}" ry="${height / 2}"/>`;
  });
  return `<svg viewBox="0 0 ${columns} ${rows}" role="img" aria-label="The film"><image href="${escaped(uri)}" width="${columns}" height="${rows}"/>${shapes.join('')}</svg>`;
}

const style = `body{font:14px/1.5 system-ui,sans-serif;color:#1b1b1b;background:#fff;margin:0}main{max-width:60rem;margin:0 auto;padding:1.5rem}
.disclaimer{border-left:4px solid #b45309;padding:.4rem .8rem;background:#fff7ed}dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem}dt{color:#555}dd{margin:0}
ol{padding:0;list-style-position:inside}li.alert,li.none{display:flex;gap:1rem;border-top:1px solid #ccc;padding:.8rem 0}h3{margin:0;font-size:1rem}li.alert h3{color:#9a3412}li p{margin:.1rem 0}
svg{width:14rem;height:14rem;background:#000;flex:none}.found{fill:none;stroke:#ffb000;stroke-width:3px;vector-effect:non-scaling-stroke}.looked{fill:none;stroke:#4cc9f0;stroke-width:2px;stroke-dasharray:6 5;vector-effect:non-scaling-stroke}
.lost{border:1px solid #b45309;padding:.2rem 1rem}`;
