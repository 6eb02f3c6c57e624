// The first view: numbers of the whole cluster, plots of the last hours, and a table by type.

import { address } from './address.js';
import { get } from './api.js';
import { button, draw, h, heading, onAction } from './dom.js';
import { count, duration, words } from './format.js';
import { isPaused, pause, resume } from './pause.js';
import { byMinute, Plot } from './plots.js';
import { table } from './table.js';
import { every } from './refresh.js';

const HOURS = [1, 3, 12, 24];
const DEFAULT_HOURS = 3;
const REFRESH_MILLIS = 20_000;

const sum = (items, of) => items.reduce((total, item) => total + of(item), 0);
const most = (items, of) => items.map(of).filter((value) => value !== null).reduce((a, b) => Math.max(a, b), -1);

export function overview({ root, query, signal, live, report, done, run }) {
  const tiles = h('dl', { class: 'tiles' });
  const types = h('div', {});
  const ranges = h('nav', { class: 'ranges', 'aria-label': 'Time range of the plots' });
  const plots = [
    new Plot('Queued and running jobs', [['queued', '--text'], ['running', '--good']], count, 4),
    new Plot('Age of the oldest queued job', [['oldest', '--text']], duration, 1000),
    new Plot('Ended jobs per minute', [['succeeded', '--good'], ['failed', '--accent']], count, 4),
    new Plot('Wait before the start', [['p95', '--text'], ['p50', '--good']], duration, 1000),
    new Plot('Run time', [['p95', '--text'], ['p50', '--good']], duration, 1000),
  ];
  let hours;

  const show = () => live.overview && (drawTiles(tiles, live.overview), draw(types, typeTable(live.overview)));
  const load = async () => {
    const minutes = hours * 60;
    const answer = await get('/minutes', { minutes: minutes + 1 }, signal);
    const read = byMinute(answer.minutes, minutes);
    const times = read.map(([at]) => at);
    const series = (of) => read.map(([, ended]) => of(ended));
    const quantile = (times, name) => series((ended) => positive(most(ended, (minute) => minute[times][name])));
    const queue = byMinute(answer.queue, minutes).map(([, types]) => types);
    const known = (of) => queue.map((types) => (types.length ? of(types) : null));
    plots[0].set(times, [known((types) => sum(types, ({ depth }) => depth)), known((types) => sum(types, ({ running }) => running))]);
    plots[1].set(times, [known((types) => most(types, ({ oldestSeconds }) => oldestSeconds) * 1000)]);
    plots[2].set(times, [series((ended) => sum(ended, (minute) => minute.succeeded)), series((ended) => sum(ended, (minute) => minute.failed))]);
    plots[3].set(times, [quantile('waitMs', 'p95'), quantile('waitMs', 'p50')]);
    plots[4].set(times, [quantile('runMs', 'p95'), quantile('runMs', 'p50')]);
  };
  const update = (next) => {
    hours = HOURS.includes(Number(next.hours)) ? Number(next.hours) : DEFAULT_HOURS;
    draw(ranges, HOURS.map((of) => h('a', { href: address('overview', { hours: of }), 'aria-current': of === hours ? 'true' : null }, `${of} h`)));
    load().catch(report);
  };

  root.replaceChildren(
    heading('Overview'),
    tiles,
    h('div', { class: 'section-head' }, h('h2', {}, 'The last hours'), ranges),
    h('div', { class: 'plots' }, plots.map(({ node }) => node)),
    h('h2', {}, 'By type'),
    types,
  );
  onAction(root, { pause: (scope) => run(() => pause(scope, done)), resume: (scope) => run(() => resume(scope, done)) }, signal);
  live.addEventListener('overview', show, { signal });
  redrawWhenNeeded(plots, root, signal);
  every(REFRESH_MILLIS, load, signal, report);
  show();
  update(query);
  return update;
}

const positive = (value) => (value < 0 ? null : value);

function drawTiles(tiles, { types, nodes, pauses }) {
  const oldest = most(types, (type) => type.oldestQueuedSeconds);
  const workers = nodes.filter((node) => node.fresh && node.roles.includes('worker'));
  const failed = sum(types, (type) => type.failedPerMinute);
  draw(
    tiles,
    tile('Oldest waiting', oldest < 0 ? 'none' : duration(oldest * 1000), address('jobs', { status: 'queued' })),
    tile('Queued', count(sum(types, (type) => type.depth), types.some((type) => type.depthIsMinimum)), address('jobs', { status: 'queued' })),
    tile('Running', count(sum(types, (type) => type.running)), address('jobs', { status: 'running' }), `of ${count(sum(workers, (node) => node.slots))} slots`),
    tile('Succeeded per minute', count(sum(types, (type) => type.succeededPerMinute)), address('jobs', { status: 'succeeded' })),
    tile('Failed per minute', count(failed), address('failures'), '', failed > 0),
    tile('Nodes', count(nodes.filter((node) => node.fresh).length), address('nodes')),
    tile('Pauses', count(pauses.length), address('pauses'), '', pauses.length > 0),
  );
}

const tile = (name, value, href, more = '', isWarning = false) =>
  h('div', { class: isWarning ? 'tile warning' : 'tile' }, h('dt', {}, name), h('dd', {}, h('a', { href }, value), h('small', {}, more)));

const quantiles = ({ p50, p95, p99 }) => (p50 === null ? '–' : [p50, p95, p99].map(duration).join(' / '));

const typeTable = ({ types, pauses }) =>
  table(
    'Jobs by type',
    [
      ['Type', ({ type }) => h('a', { href: address('jobs', { type }) }, words(type))],
      ['Queued', ({ depth, depthIsMinimum }) => count(depth, depthIsMinimum), 'number'],
      ['Oldest', ({ oldestQueuedSeconds: age }) => (age === null ? '–' : duration(age * 1000)), 'number'],
      ['Running', ({ running }) => count(running), 'number'],
      ['Succeeded / min', ({ succeededPerMinute }) => count(succeededPerMinute), 'number'],
      ['Failed / min', ({ failedPerMinute }) => count(failedPerMinute), 'number'],
      ['Wait p50 / p95 / p99', ({ waitMs }) => quantiles(waitMs), 'number'],
      ['Run p50 / p95 / p99', ({ runMs }) => quantiles(runMs), 'number'],
      ['Pause', ({ type }) => pauseButton(pauses, `type:${type}`, words(type))],
    ],
    types,
    { key: ({ type }) => type, empty: 'There are no types of jobs.' },
  );

export const pauseButton = (pauses, scope, name) =>
  isPaused(pauses, scope)
    ? button('Resume', 'resume', scope, { class: 'small', 'aria-label': `Resume ${name}` })
    : button('Pause', 'pause', scope, { class: 'small', 'aria-label': `Pause ${name}` });

function redrawWhenNeeded(plots, root, signal) {
  const all = () => plots.forEach((plot) => plot.draw());
  let width = root.clientWidth;
  const observer = new ResizeObserver(() => {
    if (root.clientWidth !== width) {
      width = root.clientWidth;
      all();
    }
  });
  observer.observe(root);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', all, { signal });
  signal.addEventListener('abort', () => {
    observer.disconnect();
    plots.forEach((plot) => plot.destroy());
  });
}
