// The desk where websites are analysed.

import { articles } from '../article/desk.js';
import { fillBrief } from '../article/order.js';
import { becomeKnown } from '../caller/caller.js';
import { $ } from '../shared/dom.js';
import { Desk } from '../shared/desk.js';
import { EVENTS } from '../shared/progress.js';
import { briefFor } from './brief.js';
import { after, hostOf, MILESTONES, opened } from './job.js';
import * as narrative from './narrative.js';
import { onWrite, show } from './view.js';
import { fillExample, visited } from './visit.js';

const OWN_EVENTS = [
  'scrape-phase',
  'scrape-result',
  'analysis-result',
  'audience-complete',
  'audiences-result',
  'pitch-complete',
  'pitches-result',
  'scenario-image-complete',
  'scenarios-result',
];

export const websites = new Desk($('website-desk'), {
  type: 'website_analysis',
  key: 'analysis',
  path: '/api/v1/jobs/website-analysis',
  streams: [
    { name: 'stream', events: [...EVENTS, ...OWN_EVENTS], after },
    {
      name: 'narrative-stream',
      events: narrative.EVENTS,
      whole: true,
      after: (state, name, data) => ({ ...state, narrative: narrative.told(state.narrative, name, data) }),
    },
  ],
  milestones: MILESTONES,
  words: {
    waiting: 'Waiting for a free reader',
    done: ({ scenarios }) => `Done: ${scenarios.length} ${scenarios.length === 1 ? 'audience' : 'audiences'} found`,
    unnamed: 'A website',
    unfinished: 'The website was not analysed',
    missing: 'No such analysis',
    refused: 'The address was refused',
  },
  opened,
  titleOf: (state) => state.title,
  show,
});

async function analyse(event) {
  event.preventDefault();
  const url = visited();
  if (url) {
    await websites.attempt(async () => {
      await becomeKnown();
      await websites.order({ url }, hostOf(url));
    });
  }
}

$('visit').addEventListener('submit', analyse);
$('visit-example').addEventListener('click', fillExample);
onWrite((index, idea) => {
  articles.notice.clear();
  location.hash = 'job';
  fillBrief(briefFor(websites.state, index, idea));
});
