// The page: one job at a time, named in the address (#job=…), so that it can be reloaded, shared and gone back to.

import { call, patiently } from './api.js';
import { refresh, rememberTitle, showMore, titleOf } from './history.js';
import { after, opened } from './job.js';
import { check, fillExample, requestBody, showFaults } from './order.js';
import { useToken, uuid } from './session.js';
import { follow } from './stream.js';
import { $, notice, say, showJob, showTime, writer } from './view.js';

let state = null;
let watching = new AbortController();
let sending = new AbortController();

const jobInAddress = () => new URLSearchParams(location.hash.slice(1)).get('job');

function set(next) {
  state = next;
  showJob(state);
}

async function write(event) {
  event.preventDefault();
  if (!check()) {
    return;
  }
  sending = new AbortController();
  $('write').disabled = true;
  notice(null);
  try {
    const body = await requestBody();
    const headers = { 'Idempotency-Key': uuid() };
    const { jobId } = await patiently(() => call('POST', '/api/v1/jobs/content-generation', { body, headers }), {
      waiting,
      signal: sending.signal,
    });
    notice(null);
    rememberTitle(jobId, body.topic.title);
    location.hash = `job=${jobId}`;
  } catch (error) {
    refused(error);
  } finally {
    $('write').disabled = false;
  }
}

async function open(jobId) {
  watching.abort();
  notice(null);
  if (!jobId) {
    set(null);
    return;
  }
  set(opened(jobId, titleOf(jobId)));
  if (matchMedia('(max-width: 48rem)').matches) {
    $('sheet').scrollIntoView();
  }
  await watch(jobId);
}

async function watch(jobId) {
  watching = new AbortController();
  const { signal } = watching;
  const on = (name, data) => {
    if (signal.aborted) {
      return;
    }
    if (name === 'connected') {
      notice(null);
    }
    set(after(state, name, data, Date.now()));
    if (name === 'blog-result' || name === 'complete') {
      rememberTitle(jobId, state.title);
    }
    if (name === 'step-change' || name === 'complete' || name === 'failed') {
      list();
    }
    if (name === 'failed') {
      tellFailure(data);
    }
  };
  try {
    list();
    await follow(jobId, { on, lost: waiting, signal });
  } catch (error) {
    if (!signal.aborted) {
      set(null);
      refused(error.status === 400 ? { ...error, status: 404 } : error);
    }
  }
}

function tellFailure({ error, errorCode, retryable }) {
  if (errorCode !== 'CANCELLED') {
    const hint = retryable ? 'Try again: what was finished is kept.' : 'Trying again may not help.';
    notice({ title: 'The article was not finished', text: `${error} ${hint}` });
  }
}

async function cancel() {
  await act('cancel', () => call('POST', `/api/v1/jobs/${state.jobId}/cancel`));
}

async function retry() {
  const { jobId, title } = state;
  await act('retry', async () => {
    await patiently(() => call('POST', `/api/v1/jobs/${jobId}/retry`), { waiting, signal: watching.signal });
    notice(null);
    set(opened(jobId, title));
    watching.abort();
    watch(jobId);
  });
}

async function act(button, action) {
  $(button).disabled = true;
  try {
    await action();
  } catch (error) {
    refused(error);
  } finally {
    $(button).disabled = false;
  }
}

/** Something passes by itself: say so, and that it is tried again. */
function waiting(error, seconds) {
  const stoppable = $('write').disabled;
  notice({ title: error.title, text: `${error.message} Trying again in ${seconds} s.` }, { stoppable });
}

function refused(error) {
  if (error.status === 401) {
    $('credentials').hidden = false;
    notice({ title: 'Who is writing?', text: 'The server wants a token. Paste one into the field under the order.' });
    $('token').focus();
  } else if (error.status === 402) {
    notice({ title: 'No credits left', text: error.message });
  } else if (error.status === 404) {
    notice({ title: 'No such article', text: 'It was deleted, or it belongs to somebody else.' });
  } else if (error.status === 400) {
    const others = showFaults(error.details).map(({ path, message }) => `${path} ${message}`);
    notice(others.length || !error.details.length
      ? { title: 'The order was refused', text: others.join('; ') || error.message }
      : null);
  } else {
    const reference = error.requestId ? ` (Reference: ${error.requestId})` : '';
    notice({ title: error.title ?? 'Something went wrong', text: `${error.message}${reference}` });
  }
}

async function list() {
  try {
    await refresh(jobInAddress());
  } catch (error) {
    if (error.status === 401) {
      $('credentials').hidden = false;
    }
  }
}

async function copy() {
  try {
    await navigator.clipboard.writeText(state.text);
    say($('copy'), 'Copied');
  } catch {
    say($('copy'), 'Copying is not allowed here');
  }
  setTimeout(() => say($('copy'), 'Copy Markdown'), 2000);
}

function download() {
  const address = URL.createObjectURL(new Blob([state.text], { type: 'text/markdown' }));
  $('download').href = address;
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

async function sayWhoWrites() {
  const { model } = await fetch('/health').then((response) => response.json()).catch(() => ({}));
  if (model === 'demo') {
    say($('motto'), 'Demo: articles are written by rules until a language model is configured');
  } else if (model) {
    say($('motto'), `Order an article and watch it being ${writer(model)}`);
  }
}

$('order').addEventListener('submit', write);
$('example').addEventListener('click', fillExample);
$('cancel').addEventListener('click', cancel);
$('retry').addEventListener('click', retry);
$('copy').addEventListener('click', copy);
$('download').addEventListener('click', download);
$('notice-stop').addEventListener('click', () => sending.abort());
$('history-more').addEventListener('click', () => showMore(jobInAddress()).catch(refused));
$('credentials').addEventListener('submit', (event) => {
  event.preventDefault();
  useToken($('token').value);
  $('token').value = '';
  $('credentials').hidden = true;
  notice(null);
  open(jobInAddress());
  list();
});
addEventListener('hashchange', () => open(jobInAddress()));
setInterval(() => state && showTime(state), 1000);

const today = new Date();
$('today').dateTime = today.toISOString().slice(0, 10);
$('today').textContent = today.toLocaleDateString('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
sayWhoWrites();
open(jobInAddress());
list();
