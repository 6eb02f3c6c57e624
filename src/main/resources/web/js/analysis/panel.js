// The tab for website analyses.

import { articles } from '../article/panel.js';
import { fillSuggestion } from '../article/form.js';
import { ensureCredentials } from '../auth/credentials.js';
import { client } from '../shared/client.js';
import { $ } from '../shared/dom.js';
import { JobPanel } from '../shared/job-panel.js';
import { suggestArticle } from './article-suggestion.js';
import { hostOf, initialState, MILESTONES, reduce } from './state.js';
import { reduceNarrative } from './narrative.js';
import { onWriteArticle, show } from './view.js';
import { fillExample, fillInput, validatedUrl } from './form.js';

export const websites = new JobPanel($('website-panel'), {
  type: 'website_analysis',
  key: 'analysis',
  create: client.websites.create,
  reduce,
  reduceNarrative: (state, name, data) => ({ ...state, narrative: reduceNarrative(state.narrative, name, data) }),
  milestones: MILESTONES,
  labels: {
    done: ({ scenarios }) => `Done: ${scenarios.length} ${scenarios.length === 1 ? 'audience' : 'audiences'} found`,
    untitled: 'Website',
    failed: 'The website could not be analysed',
    retryHint: 'A new attempt keeps the finished steps.',
    changeHint: 'Change the address and run it again.',
    missing: 'Analysis not found',
    rejected: 'The address was rejected',
    status: { queued: 'Queued', running: 'Analysing', succeeded: 'Finished', failed: 'Failed' },
  },
  initialState,
  titleOf: (state) => state.title,
  show,
  titleOfInput: ({ url }) => hostOf(url),
  fill: fillInput,
});

async function analyse(event) {
  event.preventDefault();
  const url = validatedUrl();
  if (url) {
    await websites.attempt(async () => {
      await ensureCredentials();
      await websites.create({ url }, hostOf(url));
    });
  }
}

$('website-form').addEventListener('submit', analyse);
$('website-example').addEventListener('click', fillExample);
onWriteArticle((index, idea) => {
  articles.notice.clear();
  location.hash = 'job';
  fillSuggestion(suggestArticle(websites.state, index, idea));
});
