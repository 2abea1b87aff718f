import { html, nothing, type TemplateResult } from 'lit';
import type { TriageAbout, TriageFilm, TriageStudy } from '../../src/core/experiment/triageList';
import type { TriageState } from '../../src/core/experiment/triageStates';
import { filmFacts, likelihoodWords, markWords, scoreText, triageAlert } from '../../src/core/experiment/triageWords';
import type { ThumbnailPicture } from '../shared/thumbnails';
import { marksOver, scoreBar } from './marks';

/** Height of a card with the gap below it, CSS pixels: all are of one height, so that thousands can be scrolled through. */
export const cardHeight = 216;

/** Small films beside the large one. */
export const mostSmall = 3;

/** What a card needs besides its study. */
export type CardOptions = {
  readonly about: TriageAbout;
  readonly picture: (image: string) => ThumbnailPicture;
  readonly broken: (image: string) => void;
  readonly open: (image: string) => void;
  readonly mark: (study: string, state: TriageState) => void;
};

export type Card = {
  readonly study: TriageStudy;
  /** In the whole list, from 1. */
  readonly place: number;
  /** Among those shown, from 0, and how many these are. */
  readonly index: number;
  readonly count: number;
  readonly state: TriageState | undefined;
  readonly hasFocus: boolean;
};

const states = [
  { state: 'agree', title: 'Agree', key: 'A' },
  { state: 'disagree', title: 'Disagree', key: 'D' },
  { state: 'read', title: 'Read', key: 'R' },
] as const;

function film(one: TriageFilm, className: string, { picture, broken, open }: CardOptions): TemplateResult {
  const { image } = one;
  const { uri, words } = picture(image);
  const name = uri === '' && words !== '' ? `Open ${image}. ${words}` : `Open ${image}`;
  return html`<button class=${className} tabindex="-1" title=${image} aria-label=${name} @click=${() => open(image)}>
    ${
      uri === ''
        ? html`<span class="words">${words}</span>`
        : html`<img src=${uri} alt="" draggable="false" decoding="async" @error=${() => broken(image)} />${marksOver(one)}`
    }
  </button>`;
}

function small({ films }: TriageStudy, options: CardOptions): TemplateResult | typeof nothing {
  const others = films.slice(1, 1 + mostSmall);
  if (others.length === 0) return nothing;
  const more = films.length - 1 - others.length;
  return html`<div class="others">
    ${others.map((one) => film(one, 'film', options))} ${more > 0 ? html`<span class="muted">and ${more} more</span>` : nothing}
  </div>`;
}

/** What matters most comes first: in a narrow window the end is cut off. */
function facts({ about }: CardOptions, study: TriageStudy): TemplateResult {
  const [worst] = study.films;
  const lines = [
    worst === undefined ? '' : markWords(about, worst),
    worst === undefined ? '' : filmFacts(worst).join(' · '),
    study.films.length > 1 ? `${study.films.length} films; the large one is the most suspicious` : '',
  ].filter((line) => line !== '');
  const likely = study.isAlert ? likelihoodWords(about, study.score) : '';
  const lost = study.unread === 1 ? 'A film' : `${study.unread} films`;
  return html`${lines.map((line) => html`<p>${line}</p>`)}
    ${study.unread > 0 ? html`<p class="lost">${lost} of this study could not be sorted: look at ${study.unread === 1 ? 'it' : 'them'} too.</p>` : nothing}
    <p class="muted name">${study.study}${study.patient === '' ? '' : ` · ${study.patient}`}</p>
    ${likely === '' ? nothing : html`<p class="muted">${likely}</p>`}`;
}

/** One study: its films with what is marked on them, what is alerted, and what the reader says. */
export function studyCard(card: Card, options: CardOptions): TemplateResult {
  const { study, place, index, count, state, hasFocus } = card;
  const [worst] = study.films;
  const { threshold } = options.about.threshold;
  const title = `title-${index}`;
  return html`<article
    id="study-${index}"
    class=${study.isAlert ? 'alert' : 'none'}
    tabindex=${hasFocus ? 0 : -1}
    data-index=${index}
    aria-posinset=${index + 1}
    aria-setsize=${count}
    aria-labelledby=${title}
    .style=${`transform: translateY(${index * cardHeight}px)`}
  >
    ${worst === undefined ? nothing : film(worst, 'film worst', options)} ${small(study, options)}
    <div class="text">
      <h2 id=${title}><span class="place">${place}</span> ${triageAlert(options.about, study.isAlert)}</h2>
      <p class="score">
        ${scoreBar(study.score, threshold)}
        <span>score <strong>${scoreText(study.score, threshold)}</strong>, alert from ${scoreText(threshold, threshold)}</span>
      </p>
      ${facts(options, study)}
    </div>
    <div class="states" role="group" aria-label="What you say of study ${place}">
      ${states.map(
        (one) => html`<button
          class="state"
          tabindex="-1"
          aria-pressed=${state === one.state}
          title="${one.title}, key ${one.key}"
          @click=${() => options.mark(study.study, one.state)}
        >
          ${one.title}<kbd aria-hidden="true">${one.key}</kbd>
        </button>`,
      )}
      <span class="muted">${state === undefined ? 'unread' : state === 'read' ? 'read' : `read: ${state}`}</span>
    </div>
  </article>`;
}
