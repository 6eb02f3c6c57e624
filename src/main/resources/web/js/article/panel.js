// The tab for articles.

import { token, userChanges } from '../auth/credentials.js';
import { openSignIn } from '../auth/sign-in-dialog.js';
import { client } from '../shared/client.js';
import { $, setText } from '../shared/dom.js';
import { JobPanel } from '../shared/job-panel.js';
import { initialState, MILESTONES, reduce } from './state.js';
import { fillExample, fillInput, requestBody, setOrganization, validate } from './form.js';
import { generateImages, savedText, withImages, withText } from './images.js';
import { keepText, keptText } from './kept-text.js';
import { doneLabel, show } from './view.js';

export const articles = new JobPanel($('article-panel'), {
  type: 'content_generation',
  key: 'job',
  create: client.articles.create,
  reduce,
  milestones: MILESTONES,
  labels: {
    done: doneLabel,
    untitled: 'Untitled article',
    failed: 'The article could not be written',
    retryHint: 'A new attempt keeps the finished steps and costs nothing more.',
    changeHint: 'Change it and run it again.',
    missing: 'Article not found',
    rejected: 'The request was rejected',
    status: { queued: 'Queued', running: 'Writing', succeeded: 'Finished', failed: 'Failed' },
  },
  initialState,
  titleOf: (state) => state.title,
  show,
  titleOfInput: (input) => input.topic?.title ?? '',
  fill: fillInput,
  onEvent,
});

/** True while the sign-in dialog is open because of a request that is sent after it. */
let waitsForSignIn = false;

async function write(event) {
  event.preventDefault();
  if (!validate()) {
    return;
  }
  if (!(await token())) {
    waitsForSignIn = true;
    openSignIn();
    return;
  }
  const body = await requestBody();
  await articles.create(body, body.topic.title);
}

function onEvent(name, state) {
  if (name === 'complete') {
    loadSavedText();
  } else if (name === 'failed' && state.text) {
    keepText(state.jobId, state.text);
  } else if (name === 'failed') {
    articles.update({ ...state, text: keptText(state.jobId) });
  }
}

async function loadSavedText() {
  const { jobId, post } = articles.state;
  if (post?.images !== 'unknown') {
    return;
  }
  try {
    const text = await savedText(articles.state);
    updateIfOpen(jobId, (state) => withText(state, text));
  } catch {
    updateIfOpen(jobId, (state) => withText(state, state.text));
  }
}

async function createImages() {
  const { state } = articles;
  const { jobId } = state;
  const before = state.post.images;
  articles.notice.clear();
  updateIfOpen(jobId, (current) => withImages(current, 'generating'));
  try {
    const { text, failure } = await generateImages(state);
    updateIfOpen(jobId, (current) => withText(current, text));
    if (failure) {
      updateIfOpen(jobId, (current) => withImages(current, 'incomplete'));
      articles.notice.show('Some images could not be generated', failure);
    }
  } catch (error) {
    updateIfOpen(jobId, (current) => withImages(current, before));
    articles.showError(error);
  }
}

/** Does nothing when the user has opened another article meanwhile. */
function updateIfOpen(jobId, next) {
  if (articles.state?.jobId === jobId) {
    articles.update(next(articles.state));
  }
}

async function copy() {
  try {
    await navigator.clipboard.writeText(articles.state.text);
    setText($('copy'), 'Copied');
  } catch {
    setText($('copy'), 'Copying is blocked by the browser');
  }
  setTimeout(() => setText($('copy'), 'Copy Markdown'), 2000);
}

function download() {
  const address = URL.createObjectURL(new Blob([articles.state.text], { type: 'text/markdown' }));
  $('download').href = address;
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

$('article-form').addEventListener('submit', write);
userChanges.addEventListener('signed-in', () => waitsForSignIn && $('article-form').requestSubmit());
$('sign-in-dialog').addEventListener('close', () => (waitsForSignIn = false));
$('example').addEventListener('click', fillExample);
$('generate-images').addEventListener('click', createImages);
$('copy').addEventListener('click', copy);
$('download').addEventListener('click', download);
$('organization-remove').addEventListener('click', () => setOrganization(null));
