// Renders a website analysis. All of it comes from websites and models, and is inserted as text.

import { $, renderIfChanged, element, externalLink, setText } from '../shared/dom.js';
import { isActive } from '../shared/progress.js';
import { Audiences } from './audiences.js';
import { insights, profile } from './business.js';
import { PHASES } from './state.js';
import { showPage } from './page-facts.js';

const STATUS_LABELS = { waiting: 'Queued', running: 'Analysing', succeeded: 'Finished', failed: 'Failed' };
const audiences = new Audiences($('audiences'));

/** @param action called with the index of an audience and of one of its content ideas */
export const onWriteArticle = (action) => audiences.onWriteArticle(action);

/** @param state null shows the empty state */
export function show(state) {
  $('website-empty').hidden = state !== null;
  $('analysis-result').hidden = state === null;
  showPage(state);
  if (state !== null) {
    $('analysis-result').setAttribute('aria-busy', String(isActive(state)));
    showHead(state);
    showPhases(state);
    showNarrative(state.narrative);
    showBusiness(state);
    $('audience-section').hidden = state.scenarios.length === 0;
    audiences.show(state);
  }
}

function showHead({ phase, failure, title, page, analysis }) {
  setText($('analysis-status'), failure?.errorCode === 'CANCELLED' ? 'Cancelled' : STATUS_LABELS[phase]);
  setText($('analysis-title'), title || 'Website');
  renderIfChanged($('analysis-byline'), [page?.url, analysis?.businessType], () => [
    ...(page?.url ? [externalLink(page.url, page.url.replace(/^https?:\/\/(www\.)?|\/$/g, ''))] : []),
    ...(analysis?.businessType ? [element('span', '', analysis.businessType)] : []),
  ]);
  $('analysis-byline').hidden = !page?.url && !analysis?.businessType;
}

/** The phases of reading the page: done before the current one; all done once the page was read. */
function showPhases({ phase, page, reading }) {
  const current = page ? PHASES.length : PHASES.findIndex(({ key }) => key === reading?.phase);
  renderIfChanged($('phases'), [current, phase], () =>
    PHASES.map(({ label }, index) => {
      const status = index < current ? 'reached' : index === current ? (phase === 'failed' ? 'broken' : 'current') : 'ahead';
      return element('li', status, label);
    }),
  );
  $('phases').hidden = !page && !reading;
}

function showNarrative({ status, opening, transition, cards, typing }) {
  setText($('opening'), opening);
  $('opening').classList.toggle('typing', typing);
  $('opening').hidden = !opening;
  setText($('narrative-status'), status);
  $('narrative-status').hidden = !status;
  setText($('transition'), transition);
  $('transition').hidden = !transition;
  renderIfChanged($('insights'), cards, () => insights(cards));
}

function showBusiness({ narrative, analysis }) {
  const facts = { ...analysis, ...narrative.profile };
  renderIfChanged($('profile'), facts, () => profile(facts));
  $('profile-section').hidden = $('profile').childElementCount === 0;
}
