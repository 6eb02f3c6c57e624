// One job: facts, timeline, events, input and result.

import { ACTIONS, actOnJob } from './actions.js';
import { address, go } from './address.js';
import { get } from './api.js';
import { button, draw, h, heading, onAction } from './dom.js';
import { count, json, money, shortId, time, tokens, words } from './format.js';
import { status } from './jobs.js';
import { every } from './refresh.js';
import { table } from './table.js';
import { timeline } from './timeline.js';

const REFRESH_MILLIS = 2_000;

export function job({ root, query, signal, report, done, run }) {
  let shown = query;
  const load = async () => {
    const { id } = shown;
    const read = await get(`/jobs/${encodeURIComponent(id ?? '')}`, {}, signal);
    if (id === shown.id) {
      draw(root, ...parts(read));
      document.title = `${read.title ?? 'Job'} · Pressroom`;
    }
  };
  const act = (name) => (id) => run(async () => {
    if (await actOnJob(name, id, done)) {
      await (name === 'delete' ? go('jobs') : load());
    }
  });
  const update = (next) => {
    shown = next;
    root.replaceChildren(heading('Job'), h('p', { class: 'muted nothing' }, 'Loading…'));
    load().catch((error) => failed(root, error, report));
  };
  onAction(root, Object.fromEntries(Object.keys(ACTIONS).map((name) => [name, act(name)])), signal);
  every(REFRESH_MILLIS, () => (root.querySelector('.job-facts') ? load() : Promise.resolve()), signal, (error) => failed(root, error, report));
  update(query);
  return update;
}

function failed(root, error, report) {
  if (error.status === 404) {
    root.replaceChildren(heading('Job'), h('p', { class: 'nothing' }, 'There is no such job. It may have been deleted.'), h('p', {}, h('a', { href: address('jobs') }, 'All jobs')));
  } else {
    report(error);
  }
}

function parts(job) {
  return [
    h('div', { class: 'view-head' }, h('h1', { id: 'view-title', tabindex: '-1' }, job.title ?? 'Job'), status(job)),
    h('div', { class: 'actions head-actions' }, Object.entries(ACTIONS).map(([name, { label, statuses }]) =>
      button(label, name, job.jobId, { disabled: !statuses.includes(job.status) }))),
    job.error && h('p', { class: 'failure' }, `${job.errorCode}: ${job.error}`),
    facts(job),
    h('h2', {}, 'Timeline'),
    timeline(job),
    h('h2', {}, 'Events'),
    events(job),
    h('h2', {}, 'Input and result'),
    fold('Input', job.input),
    job.result ? fold('Result', job.result) : h('p', { class: 'muted' }, 'There is no result.'),
  ].filter(Boolean);
}

function facts(job) {
  const { owner, usage } = job;
  const entries = [
    ['Id', h('code', {}, job.jobId)],
    ['Type', words(job.type)],
    ['Progress', job.status === 'running' ? `${job.progress} %, ${job.currentStep ?? ''}` : `${job.progress} %`],
    ['Place in the queue', job.queuePosition ? count(job.queuePosition) : null],
    ['Owner', owner.kind === 'user' ? h('a', { href: address('jobs', { owner: `user:${owner.id}` }) }, `user ${owner.id}`) : `visitor ${owner.id}`],
    ['Tenant', h('a', { href: address('jobs', { tenant: job.tenant }) }, job.tenant)],
    ['Organization', job.organizationId && h('a', { href: address('jobs', { organization: job.organizationId }) }, job.organizationId)],
    ['Tags', job.tags.length ? job.tags.map((tag) => h('a', { class: 'tag', href: address('jobs', { tag }) }, tag)) : null],
    ['Node', job.node && h('a', { href: address('jobs', { node: job.node }) }, shortId(job.node))],
    ['Lease until', job.leaseUntil && time(job.leaseUntil)],
    ['Lost workers', job.lostWorkers ? count(job.lostWorkers) : null],
    ['Failed in step', job.failedStep],
    ['Tokens', tokens(usage.inputTokens, usage.outputTokens)],
    ['Cost', money(usage.cost, usage.currency)],
    ['Created', time(job.createdAt)],
    ['Started', time(job.startedAt)],
    ['Ended', time(job.finishedAt)],
    ['Not before', job.notBefore && time(job.notBefore)],
    ['Expires', job.startBefore && time(job.startBefore)],
  ];
  return h('dl', { class: 'job-facts' }, entries.filter(([, value]) => value).map(([name, value]) => h('div', { 'data-key': name }, h('dt', {}, name), h('dd', {}, value))));
}

const events = ({ events: all }) =>
  table(
    'Events',
    [
      ['No.', ({ seq }) => count(seq), 'number tight'],
      ['Event', ({ name }) => name],
      ['Attempt', ({ attempt }) => count(attempt), 'number tight'],
      ['Time', ({ createdAt }) => time(createdAt)],
      ['Data', ({ name, seq, data, characters }) =>
        data === null
          ? `${count(characters)} characters`
          : h('details', {}, h('summary', { 'aria-label': `Data of event ${seq}, ${name}` }, `${count(characters)} characters`), h('pre', { tabindex: '0' }, json(data))), 'wide'],
    ],
    all,
    { key: ({ seq }) => seq, empty: 'There are no events.' },
  );



const fold = (name, value) => h('details', { class: 'document' }, h('summary', {}, name), h('pre', { tabindex: '0' }, json(value)));
