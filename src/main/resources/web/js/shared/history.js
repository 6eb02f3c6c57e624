// The list of the user's earlier jobs of one type. A response is dropped when a newer request was sent meanwhile: the
// user may have signed out since.

import { client } from './client.js';
import { element } from './dom.js';
import { when } from './time.js';
import { titleOf } from './titles.js';

const PAGE_SIZE = 12;

export class History {
  #root;
  #type;
  #key;
  #labels;
  #cursor = null;
  #request = 0;

  /** @param options `type` of the jobs, `key` in the URL fragment, `labels`: `untitled` and the `status` names */
  constructor(root, { type, key, labels }) {
    this.#root = root;
    this.#type = type;
    this.#key = key;
    this.#labels = labels;
  }

  #part(selector) {
    return this.#root.querySelector(selector);
  }

  /** @param action called when “Show more” is clicked */
  onMore(action) {
    this.#part('button').addEventListener('click', action);
  }

  /** Loads the newest jobs; the open one is marked. */
  async refresh(currentJobId) {
    const request = ++this.#request;
    const page = await this.#page();
    if (request !== this.#request) {
      return;
    }
    this.#part('ul').replaceChildren(...page.jobs.map((job) => this.#entry(job, currentJobId)));
    this.#part('.help').hidden = page.jobs.length > 0;
    this.#setCursor(page.nextCursor);
  }

  async showMore(currentJobId) {
    const request = ++this.#request;
    const page = await this.#page({ cursor: this.#cursor });
    if (request !== this.#request) {
      return;
    }
    this.#part('ul').append(...page.jobs.map((job) => this.#entry(job, currentJobId)));
    this.#setCursor(page.nextCursor);
  }

  clear() {
    this.#request++;
    this.#part('ul').replaceChildren();
    this.#part('.help').hidden = false;
    this.#setCursor(null);
  }

  #page(more) {
    return client.jobs.list({ limit: PAGE_SIZE, type: this.#type, ...more });
  }

  #setCursor(cursor) {
    this.#cursor = cursor;
    this.#part('button').hidden = !cursor;
  }

  #entry(job, currentJobId) {
    const link = element('a', '', job.title ?? titleOf(job.jobId) ?? this.#labels.untitled);
    link.href = `#${this.#key}=${job.jobId}`;
    if (job.jobId === currentJobId) {
      link.setAttribute('aria-current', 'true');
    }
    const status = job.errorCode === 'CANCELLED' ? 'Cancelled' : this.#labels.status[job.status];
    const time = element('time', '', when(job.createdAt));
    time.dateTime = job.createdAt;
    return element('li', job.status, link, element('span', 'help', time, ` · ${status}`));
  }
}
