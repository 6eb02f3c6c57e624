// Puts the analysis of a website on the page. All of it is foreign text, and goes in as text.

import { $, drawn, element, outside, say } from '../shared/dom.js';
import { active } from '../shared/progress.js';
import { Audiences } from './audiences.js';
import { insights, profile } from './business.js';
import { PHASES } from './job.js';
import { showPage } from './page-facts.js';

const KICKERS = { succeeded: 'Analysed', failed: 'Unfinished' };
const audiences = new Audiences($('audiences'));

/** @param action called with the numbers of an audience and of one of its content ideas, to write about */
export const onWrite = (action) => audiences.onWrite(action);

/** @param state null: no website, a blank sheet */
export function show(state) {
  $('site-blank').hidden = state !== null;
  $('dossier').hidden = state === null;
  showPage(state);
  if (state !== null) {
    $('dossier').setAttribute('aria-busy', String(active(state)));
    showHead(state);
    showPhases(state);
    showNarrative(state.narrative);
    showBusiness(state);
    $('audience-part').hidden = state.scenarios.length === 0;
    audiences.show(state);
  }
}

function showHead({ phase, title, page, analysis }) {
  say($('site-kicker'), KICKERS[phase] ?? 'Being read');
  say($('site-name'), title || 'A website');
  drawn($('site-byline'), [page?.url, analysis?.businessType], () => [
    ...(page?.url ? [outside(page.url, page.url.replace(/^https?:\/\/(www\.)?|\/$/g, ''))] : []),
    ...(analysis?.businessType ? [element('span', '', analysis.businessType)] : []),
  ]);
  $('site-byline').hidden = !page?.url && !analysis?.businessType;
}

/** The phases of reading, done up to the one that is told of; all of them once the page is there. */
function showPhases({ phase, page, reading }) {
  const at = page ? PHASES.length : PHASES.findIndex(({ key }) => key === reading?.phase);
  drawn($('phases'), [at, phase], () =>
    PHASES.map(({ label }, index) => {
      const stands = index < at ? 'reached' : index === at ? (phase === 'failed' ? 'broken' : 'current') : 'ahead';
      return element('li', stands, label);
    }),
  );
  $('phases').hidden = !page && !reading;
}

function showNarrative({ status, opening, transition, cards, typing }) {
  say($('opening'), opening);
  $('opening').classList.toggle('typing', typing);
  $('opening').hidden = !opening;
  say($('narrative-status'), status);
  $('narrative-status').hidden = !status;
  say($('transition'), transition);
  $('transition').hidden = !transition;
  drawn($('insights'), cards, () => insights(cards));
}

function showBusiness({ narrative, analysis }) {
  const facts = { ...analysis, ...narrative.profile };
  drawn($('profile'), facts, () => profile(facts));
  $('profile-part').hidden = $('profile').childElementCount === 0;
}
