// The desk where articles are written.

import { token } from '../caller/caller.js';
import { askWho } from '../caller/dialog.js';
import { $, say } from '../shared/dom.js';
import { Desk } from '../shared/desk.js';
import { EVENTS } from '../shared/progress.js';
import { after, MILESTONES, opened } from './job.js';
import { check, fillExample, requestBody, writeFor } from './order.js';
import { makePictures, savedText, withPictures, withText } from './pictures.js';
import { doneAs, show } from './view.js';

const OWN_EVENTS = ['context-result', 'content-chunk', 'blog-result', 'visuals-result', 'seo-result'];

export const articles = new Desk($('article-desk'), {
  type: 'content_generation',
  key: 'job',
  path: '/api/v1/jobs/content-generation',
  streams: [{ name: 'stream', events: [...EVENTS, ...OWN_EVENTS], after }],
  milestones: MILESTONES,
  words: {
    waiting: 'Waiting for a free writer',
    done: doneAs,
    unnamed: 'An article',
    unfinished: 'The article was not finished',
    missing: 'No such article',
    refused: 'The order was refused',
  },
  opened,
  titleOf: (state) => state.title,
  show,
  happened: (name) => name === 'complete' && lookForPictures(),
});

async function write(event) {
  event.preventDefault();
  if (!check()) {
    return;
  }
  if (!(await token())) {
    askWho();
    return;
  }
  const body = await requestBody();
  await articles.order(body, body.topic.title);
}

async function lookForPictures() {
  const { jobId, post } = articles.state;
  if (post?.pictures !== 'unknown') {
    return;
  }
  try {
    const text = await savedText(articles.state);
    changeIf(jobId, (state) => withText(state, text));
  } catch {
    changeIf(jobId, (state) => withText(state, state.text));
  }
}

async function illustrate() {
  const { state } = articles;
  const { jobId } = state;
  const before = state.post.pictures;
  articles.notice.clear();
  changeIf(jobId, (current) => withPictures(current, 'making'));
  try {
    const { text, failure } = await makePictures(state);
    changeIf(jobId, (current) => withText(current, text));
    if (failure) {
      changeIf(jobId, (current) => withPictures(current, 'missing'));
      articles.notice.tell('Not every picture was made', failure);
    }
  } catch (error) {
    changeIf(jobId, (current) => withPictures(current, before));
    articles.refused(error);
  }
}

/** The user may have gone on to another article meanwhile. */
function changeIf(jobId, next) {
  if (articles.state?.jobId === jobId) {
    articles.set(next(articles.state));
  }
}

async function copy() {
  try {
    await navigator.clipboard.writeText(articles.state.text);
    say($('copy'), 'Copied');
  } catch {
    say($('copy'), 'Copying is not allowed here');
  }
  setTimeout(() => say($('copy'), 'Copy Markdown'), 2000);
}

function download() {
  const address = URL.createObjectURL(new Blob([articles.state.text], { type: 'text/markdown' }));
  $('download').href = address;
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

$('order').addEventListener('submit', write);
$('example').addEventListener('click', fillExample);
$('pictures').addEventListener('click', illustrate);
$('copy').addEventListener('click', copy);
$('download').addEventListener('click', download);
$('written-for-not').addEventListener('click', () => writeFor(null));
