// The list of the user's articles. The service knows how each stands; what they are about is remembered here.

import { call } from './api.js';
import { $, element } from './view.js';

const TITLES = 'pressroom.titles';
const REMEMBERED = 200;
const PAGE = 12;
const STANDS = { queued: 'waiting', running: 'in the making', succeeded: 'finished', failed: 'failed' };

let cursor = null;

export function rememberTitle(jobId, title) {
  const titles = remembered();
  if (titles[jobId] !== title) {
    const kept = Object.entries({ ...titles, [jobId]: title }).slice(-REMEMBERED);
    localStorage.setItem(TITLES, JSON.stringify(Object.fromEntries(kept)));
  }
}

export const titleOf = (jobId) => remembered()[jobId];

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(TITLES)) ?? {};
  } catch {
    return {};
  }
}

/** Shows the newest articles; the one on the page is marked. */
export async function refresh(currentJobId) {
  const page = await call('GET', `/api/v1/jobs?limit=${PAGE}&type=content_generation`);
  $('history-body').replaceChildren(...page.jobs.map((job) => entry(job, currentJobId)));
  $('history-empty').hidden = page.jobs.length > 0;
  remember(page);
}

export async function showMore(currentJobId) {
  const page = await call('GET', `/api/v1/jobs?limit=${PAGE}&type=content_generation&cursor=${encodeURIComponent(cursor)}`);
  $('history-body').append(...page.jobs.map((job) => entry(job, currentJobId)));
  remember(page);
}

function remember(page) {
  cursor = page.nextCursor;
  $('history-more').hidden = !cursor;
}

function entry(job, currentJobId) {
  const link = element('a', '', job.title ?? titleOf(job.jobId) ?? 'An article');
  link.href = `#job=${job.jobId}`;
  if (job.jobId === currentJobId) {
    link.setAttribute('aria-current', 'true');
  }
  const stands = job.errorCode === 'CANCELLED' ? 'cancelled' : STANDS[job.status];
  const time = element('time', '', when(job.createdAt));
  time.dateTime = job.createdAt;
  return element('li', job.status, link, element('span', 'help', time, ` · ${stands}`));
}

function when(iso) {
  const date = new Date(iso);
  const today = date.toDateString() === new Date().toDateString();
  return date.toLocaleString('en-GB', today ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' });
}
