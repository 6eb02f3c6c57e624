// The list of the user's earlier jobs of one kind. An answer that was overtaken is dropped: it may be of somebody who
// has left meanwhile.

import { call } from './api.js';
import { element } from './dom.js';
import { titleOf } from './titles.js';

const PAGE = 12;
const STANDS = { queued: 'waiting', running: 'in the making', succeeded: 'finished', failed: 'failed' };

export class History {
  #root;
  #type;
  #key;
  #unnamed;
  #cursor = null;
  #turn = 0;

  /** @param type of the jobs; `key` of a job in the address; `unnamed`: what to call one whose title is not known */
  constructor(root, { type, key, unnamed }) {
    this.#root = root;
    this.#type = type;
    this.#key = key;
    this.#unnamed = unnamed;
  }

  #part(selector) {
    return this.#root.querySelector(selector);
  }

  /** @param action called when the user wants to see more */
  onMore(action) {
    this.#part('button').addEventListener('click', action);
  }

  /** Shows the newest; the one on the page is marked. */
  async refresh(currentJobId) {
    const turn = ++this.#turn;
    const page = await this.#page();
    if (turn !== this.#turn) {
      return;
    }
    this.#part('ul').replaceChildren(...page.jobs.map((job) => this.#entry(job, currentJobId)));
    this.#part('.help').hidden = page.jobs.length > 0;
    this.#remember(page.nextCursor);
  }

  async showMore(currentJobId) {
    const turn = ++this.#turn;
    const page = await this.#page({ cursor: this.#cursor });
    if (turn !== this.#turn) {
      return;
    }
    this.#part('ul').append(...page.jobs.map((job) => this.#entry(job, currentJobId)));
    this.#remember(page.nextCursor);
  }

  clear() {
    this.#turn++;
    this.#part('ul').replaceChildren();
    this.#part('.help').hidden = false;
    this.#remember(null);
  }

  #page(more) {
    return call('GET', `/api/v1/jobs?${new URLSearchParams({ limit: PAGE, type: this.#type, ...more })}`);
  }

  #remember(cursor) {
    this.#cursor = cursor;
    this.#part('button').hidden = !cursor;
  }

  #entry(job, currentJobId) {
    const link = element('a', '', job.title ?? titleOf(job.jobId) ?? this.#unnamed);
    link.href = `#${this.#key}=${job.jobId}`;
    if (job.jobId === currentJobId) {
      link.setAttribute('aria-current', 'true');
    }
    const stands = job.errorCode === 'CANCELLED' ? 'cancelled' : STANDS[job.status];
    const time = element('time', '', when(job.createdAt));
    time.dateTime = job.createdAt;
    return element('li', job.status, link, element('span', 'help', time, ` · ${stands}`));
  }
}

function when(iso) {
  const date = new Date(iso);
  const today = date.toDateString() === new Date().toDateString();
  return date.toLocaleString('en-GB', today ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' });
}
