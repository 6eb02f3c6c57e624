// The jobs of all owners: filters in the address, pages, and actions on marked jobs or on all that the filter finds.

import { ACTIONS, actOnFilter, actOnMarked } from './actions.js';
import { address, go } from './address.js';
import { get } from './api.js';
import { button, draw, h, heading, onAction } from './dom.js';
import { FilterForm, filterOf, filterText } from './filter-form.js';
import { between, count, shortId, time, words } from './format.js';
import { every } from './refresh.js';
import { pager, table } from './table.js';

const PAGE = 50;
const MAX_REQUESTS = 10;
const REFRESH_MILLIS = 3_000;
const NARROW = '(max-width: 60rem)';

export function jobs({ root, query, signal, report, done, run }) {
  const marked = new Set();
  const content = h('div', { id: 'job-list' }, h('p', { class: 'muted nothing' }, 'Loading…'));
  const bar = h('div', { class: 'bulk', role: 'group', 'aria-label': 'Actions' });
  const summary = h('summary', {}, 'Filter');
  const form = new FilterForm((filter) => go('jobs', filter));
  let shown;
  let page;

  const showBar = () => draw(bar, ...actionBar(marked.size, filterOf(shown)));
  const show = () => {
    draw(content, ...list(page, shown));
    for (const box of content.querySelectorAll('input[type=checkbox]')) {
      box.checked = box.value ? marked.has(box.value) : page.jobs.length > 0 && marked.size === page.jobs.length;
    }
    showBar();
  };
  const load = async () => {
    const asked = shown;
    const read = await readPage(asked, signal);
    if (asked === shown) {
      page = read;
      [...marked].filter((id) => !page.jobs.some(({ jobId }) => jobId === id)).forEach((id) => marked.delete(id));
      show();
    }
  };
  const update = (next) => {
    shown = next;
    marked.clear();
    form.set(filterOf(shown));
    summary.textContent = ['Filter', filterText(filterOf(shown))].filter(Boolean).join(': ');
    showBar();
    load().catch(report);
  };
  const mark = ({ target }) => {
    if (target.type === 'checkbox') {
      const ids = target.value ? [target.value] : page.jobs.map(({ jobId }) => jobId);
      ids.forEach((id) => (target.checked ? marked.add(id) : marked.delete(id)));
      show();
    }
  };
  // Rows must not move under a pointer or a key press.
  const inUse = () => page && (marked.size > 0 || content.matches(':hover, :focus-within'));

  root.replaceChildren(
    heading('Jobs'),
    h('details', { class: 'filter-frame', open: !matchMedia(NARROW).matches }, summary, form.node),
    bar,
    content,
  );
  content.addEventListener('change', mark, { signal });
  onAction(
    root,
    {
      marked: (name) => run(async () => {
        if (await actOnMarked(name, [...marked], done)) {
          marked.clear();
          await load();
        }
      }),
      filter: (name) => run(() => actOnFilter(name, filterOf(shown), done)),
      refresh: () => run(load),
    },
    signal,
  );
  every(REFRESH_MILLIS, () => (inUse() ? Promise.resolve() : load()), signal, report);
  update(query);
  return update;
}

/** Reads a page. The service examines a limited number of jobs per request: it is asked on until the page is full. */
async function readPage({ cursor, ...query }, signal) {
  const found = [];
  let next = cursor;
  for (let requests = 0; requests < MAX_REQUESTS; requests++) {
    const read = await get('/jobs', { ...filterOf(query), cursor: next, limit: PAGE - found.length }, signal);
    found.push(...read.jobs);
    next = read.nextCursor;
    if (!next || found.length >= PAGE) {
      break;
    }
  }
  return { jobs: found, next };
}

function actionBar(marks, filter) {
  const hasFilter = Object.keys(filter).length > 0;
  const buttons = (action, attributes) => Object.entries(ACTIONS).map(([name, { label }]) => button(label, action, name, { class: 'small', ...attributes(label) }));
  return [
    h('div', { class: 'bulk-group', role: 'group', 'aria-labelledby': 'bulk-marked' },
      h('span', { id: 'bulk-marked', class: 'bulk-title' }, `Marked: ${count(marks)}`),
      ...buttons('marked', (label) => ({ disabled: marks === 0, 'aria-label': `${label} the marked jobs` }))),
    h('div', { class: 'bulk-group', role: 'group', 'aria-labelledby': 'bulk-filter' },
      h('span', { id: 'bulk-filter', class: 'bulk-title' }, hasFilter ? 'All of the filter' : 'All of a filter'),
      ...buttons('filter', (label) => ({ 'aria-label': `${label} all jobs of the filter` }))),
    button('Refresh', 'refresh', '', { class: 'small' }),
  ];
}

function list({ jobs: found, next }, query) {
  const more = next && found.length < PAGE ? 'Not all jobs were searched yet; go on with the next page.' : '';
  return [
    table('Jobs', COLUMNS, found, { key: ({ jobId }) => jobId, empty: next ? 'None found so far.' : 'The filter finds no job.' }),
    more && h('p', { class: 'muted' }, more),
    pager('jobs', { ...filterOf(query), cursor: query.cursor }, next),
  ];
}

const allBox = () => h('input', { type: 'checkbox', 'aria-label': 'Mark all jobs of this page' });

const nameOf = ({ title, jobId }) => title ?? jobId;

export const status = ({ status: name, errorCode }) => h('span', { class: `state ${errorCode === 'CANCELLED' ? 'cancelled' : name}` }, errorCode === 'CANCELLED' ? 'cancelled' : name);

function took({ status: name, startedAt, finishedAt, queuedAt, createdAt }) {
  const now = new Date().toISOString();
  return name === 'queued' ? `waits ${between(queuedAt ?? createdAt, now)}` : startedAt ? between(startedAt, finishedAt ?? now) : '–';
}

const step = ({ status: name, progress, currentStep, errorCode, failedStep }) =>
  name === 'running'
    ? `${progress} % ${currentStep ?? ''}`
    : errorCode ? [h('a', { href: address('jobs', { errorCode }) }, h('code', {}, errorCode)), failedStep ? ` in ${failedStep}` : ''] : '–';

const owner = ({ owner: { kind, id } }) =>
  kind === 'user' ? h('a', { href: address('jobs', { owner: `user:${id}` }), 'aria-label': `Jobs of user ${id.slice(0, 8)}` }, shortId(id)) : `visitor ${id}`;

const COLUMNS = [
  [allBox, (job) => h('input', { type: 'checkbox', value: job.jobId, 'aria-label': `Mark ${nameOf(job)}` }), 'mark'],
  ['Job', (job) => h('a', { href: address('job', { id: job.jobId }), class: 'job-title' }, nameOf(job)), 'title'],
  ['Status', status],
  ['Step or error', step, 'reason'],
  ['Time', took, 'number'],
  ['Attempt', ({ attempt }) => count(attempt), 'number'],
  ['Type', ({ type }) => words(type)],
  ['Owner', owner],
  ['Node', ({ node }) => (node ? h('a', { href: address('jobs', { node }), 'aria-label': `Jobs of node ${node.slice(0, 8)}` }, shortId(node)) : '–')],
  ['Created', ({ createdAt }) => time(createdAt)],
];
