import { html, type nothing, type TemplateResult } from 'lit';
import type { CardLoads, MachineSample } from '../../src/core/machine/machineSample';
import { gigabytes, percent } from './words';

const meter = (name: string, share: number | null, text: string, title = ''): TemplateResult => html`<div class="load" title=${title}>
  <span class="name">${name}</span>
  <div
    class="meter"
    role="meter"
    aria-label=${name}
    aria-valuemin="0"
    aria-valuemax="100"
    aria-valuenow=${Math.round(100 * (share ?? 0))}
    aria-valuetext=${text}
  >
    <div .style=${`width: ${Math.round(100 * Math.min(1, share ?? 0))}%`}></div>
  </div>
  <span class="value">${text}</span>
</div>`;

function cardMeters(cards: CardLoads): readonly TemplateResult[] {
  if (cards === 'unknown') return [];
  if (cards === 'none') return [html`<p class="note muted">No NVIDIA GPU found here.</p>`];
  if ('failure' in cards) return [html`<p class="note muted">${cards.failure}</p>`];
  return cards.cards.map(({ name, use, memoryUsed, memoryTotal }, index) => {
    const memory = memoryUsed === null || memoryTotal === null ? '' : `, ${gigabytes(memoryUsed)} of ${gigabytes(memoryTotal)}`;
    return meter(cards.cards.length > 1 ? `GPU ${index}` : 'GPU', use, `${use === null ? 'use not known' : percent(use)}${memory}`, name);
  });
}

/** What the machine does, drawn anew every two seconds. */
export function machineStrip(machine: MachineSample | null): TemplateResult | typeof nothing {
  if (machine === null)
    return html`<section class="machine" aria-label="This machine"><p class="note muted">Looking at the machine …</p></section>`;
  const { cores, coresInUse, memoryUsed, memoryTotal, cards } = machine;
  const inUse = coresInUse === null ? 'measuring' : `${coresInUse.toFixed(1)} of ${cores} cores`;
  return html`<section class="machine" aria-label="This machine">
    ${meter('CPU', coresInUse === null ? null : coresInUse / cores, inUse, 'All programs of this machine')}
    ${meter('Memory', memoryUsed / memoryTotal, `${gigabytes(memoryUsed)} of ${gigabytes(memoryTotal)}`, 'All programs of this machine, without what the system can free')}
    ${cardMeters(cards)}
  </section>`;
}
