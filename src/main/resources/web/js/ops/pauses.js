// What is paused.

import { get } from './api.js';
import { button, draw, h, heading, onAction } from './dom.js';
import { shortId, time } from './format.js';
import { isPaused, pause, resume, scopeName } from './pause.js';
import { table } from './table.js';

export function pauses({ root, signal, live, report, done, run }) {
  const content = h('div', {});
  const actions = h('div', { class: 'actions' });
  const show = (all, types) => {
    const scopes = ['all', ...types.map(({ type }) => `type:${type}`)].filter((scope) => !isPaused(all, scope));
    draw(actions, scopes.map((scope) => button(`Pause ${scopeName(scope)}`, 'pause', scope)));
    draw(content, pauseTable(all));
  };
  const load = async () => show((await get('/pauses', {}, signal)).pauses, live.overview?.types ?? []);
  const after = (action) => async (scope) => run(async () => {
    await action(scope, done);
    await load();
  });

  root.replaceChildren(
    heading('Pauses'),
    h('p', { class: 'lead' }, 'Jobs of a paused scope wait in the queue. A tenant is paused in the list of tenants.'),
    content,
    actions,
  );
  onAction(root, { pause: after(pause), resume: after(resume) }, signal);
  live.addEventListener('overview', () => show(live.overview.pauses, live.overview.types), { signal });
  load().catch(report);
}

const pauseTable = (all) =>
  table(
    'Pauses',
    [
      ['Scope', ({ scope }) => scopeName(scope)],
      ['Reason', ({ reason }) => reason ?? '–'],
      ['Since', ({ pausedAt }) => time(pausedAt)],
      ['By', ({ pausedBy }) => shortId(pausedBy)],
      ['Action', ({ scope }) => button('Resume', 'resume', scope, { class: 'small', 'aria-label': `Resume ${scopeName(scope)}` })],
    ],
    all,
    { key: ({ scope }) => scope, empty: 'Nothing is paused.' },
  );
