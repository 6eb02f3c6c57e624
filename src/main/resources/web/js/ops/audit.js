// What operators have done.

import { address, go } from './address.js';
import { get } from './api.js';
import { draw, h, heading } from './dom.js';
import { count, shortId, time } from './format.js';
import { pager, table } from './table.js';

export function audit({ root, query, signal, report }) {
  const content = h('div', {}, h('p', { class: 'muted nothing' }, 'Loading…'));
  const target = h('input', { id: 'audit-target', name: 'target', maxlength: 300, autocomplete: 'off' });
  const actor = h('input', { id: 'audit-actor', name: 'actor', maxlength: 36, autocomplete: 'off' });
  const form = h(
    'form',
    { class: 'filter' },
    h('div', { class: 'field' }, h('label', { for: 'audit-actor' }, 'Operator (user id)'), actor),
    h('div', { class: 'field' }, h('label', { for: 'audit-target' }, 'Target'), target),
    h('div', { class: 'actions' }, h('button', { class: 'primary' }, 'Filter'), h('a', { href: address('audit') }, 'Clear')),
  );
  const update = (next) => {
    actor.value = next.actor ?? '';
    target.value = next.target ?? '';
    load(next).catch(report);
  };
  const load = async (next) => {
    const { entries, nextCursor } = await get('/audit', next, signal);
    draw(content, entryTable(entries), pager('audit', next, nextCursor));
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    go('audit', { actor: actor.value.trim(), target: target.value.trim() });
  });
  root.replaceChildren(heading('Audit'), form, content);
  update(query);
  return update;
}

function details({ filter, details: more }) {
  const parts = Object.entries({ ...filter, ...more }).filter(([, value]) => value !== null);
  return parts.length ? parts.map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : value}`).join(', ') : '–';
}

const targetOf = ({ target }) =>
  target?.startsWith('job:') ? h('a', { href: address('job', { id: target.slice('job:'.length) }) }, target) : (target ?? '–');

const entryTable = (entries) =>
  table(
    'Actions of operators',
    [
      ['When', ({ createdAt }) => time(createdAt)],
      ['Operator', ({ actor }) => shortId(actor)],
      ['Action', ({ action }) => action],
      ['Target', targetOf, 'wide'],
      ['Changed', ({ count: changed }) => count(changed), 'number'],
      ['Details', details, 'wide'],
    ],
    entries,
    { key: ({ id }) => id, empty: 'No operator has done anything yet.' },
  );
