// Tokens and costs by day, owner, job type or model. The grouping, the period and the owner are in the address.

import { address, go } from './address.js';
import { get } from './api.js';
import { draw, h, heading } from './dom.js';
import { count, money, words } from './format.js';
import { every } from './refresh.js';
import { table } from './table.js';

const REFRESH_MILLIS = 10_000;
const GROUPS = { day: 'Day', owner: 'Owner', type: 'Job type', model: 'Model' };

export function usage({ root, query, signal, report }) {
  const content = h('div', {}, h('p', { class: 'muted nothing' }, 'Loading…'));
  const links = h('nav', { class: 'ranges', 'aria-label': 'Group by' });
  const form = new PeriodForm((period) => {
    go('usage', { ...shown, ...period });
  });
  let shown = query;
  const load = async () => {
    const asked = shown;
    const read = await get('/usage', parametersOf(asked), signal);
    if (asked === shown) {
      draw(content, ...parts(read, asked));
    }
  };
  const update = (next) => {
    shown = next;
    form.set(next);
    draw(links, ...Object.entries(GROUPS).map(([by, label]) => tab(by, label, next)));
    load().catch(report);
  };
  root.replaceChildren(
    heading('Usage'),
    h('p', { class: 'lead' }, 'Tokens and costs of all model calls, those of failed and deleted jobs too. Days are in UTC.'),
    links,
    form.node,
    content,
  );
  every(REFRESH_MILLIS, load, signal, report);
  update(query);
  return update;
}

const groupOf = ({ by }) => (Object.hasOwn(GROUPS, by ?? '') ? by : 'day');

const parametersOf = (query) => ({ by: groupOf(query), from: query.from, to: query.to, owner: query.owner });

const tab = (by, label, query) =>
  h('a', { href: address('usage', { ...query, by }), 'aria-current': groupOf(query) === by ? 'page' : null }, label);

const parts = (read, query) => [
  h('p', { class: 'muted' }, `${read.from} to ${read.to}`, read.owner && `, ${read.owner}`),
  groupTable(read, query),
  read.hasMore && h('p', { class: 'muted' }, `The first ${count(read.groups.length)} groups; the total below has all.`),
  h('h2', {}, 'In total'),
  table('In total', SUMS, read.totals, { key: ({ currency }) => currency, empty: 'No model was called.' }),
].filter(Boolean);

const SUMS = [
  ['Model calls', ({ calls }) => count(calls), 'number'],
  ['Tokens in', ({ inputTokens }) => count(inputTokens), 'number'],
  ['Tokens out', ({ outputTokens }) => count(outputTokens), 'number'],
  ['Images', ({ images }) => count(images), 'number'],
  ['Cost', ({ cost, currency }) => (cost === null ? 'no price' : money(cost, currency)), 'number'],
];

const groupTable = ({ by, groups }, query) =>
  table(`Usage by ${GROUPS[by].toLowerCase()}`, [[GROUPS[by], (group) => nameOf(by, group, query), 'wide'], ...SUMS], groups, {
    key: ({ name, currency }) => `${name} ${currency}`,
    empty: 'No model was called.',
  });

function nameOf(by, { name }, query) {
  if (name === null) {
    return 'unknown';
  }
  return by === 'owner' ? h('a', { href: address('usage', { ...query, by: 'day', owner: name }), class: 'id' }, name) : words(name);
}

/** The form with the period and the owner. */
class PeriodForm {
  #inputs = new Map();

  constructor(onChange) {
    this.node = h(
      'form',
      { class: 'filter', id: 'usage-filter', 'aria-label': 'Period' },
      this.#field('from', 'From', { type: 'date' }),
      this.#field('to', 'To', { type: 'date' }),
      this.#field('owner', 'Owner', { maxlength: 200, placeholder: 'user:… or organization:…' }),
      h('div', { class: 'actions' }, h('button', { class: 'primary' }, 'Show'), h('a', { href: '#usage' }, 'This month')),
    );
    this.node.addEventListener('submit', (event) => {
      event.preventDefault();
      onChange(Object.fromEntries([...this.#inputs].map(([name, input]) => [name, input.value.trim()])));
    });
  }

  #field(name, label, attributes) {
    const id = `usage-${name}`;
    const input = h('input', { id, name, autocomplete: 'off', ...attributes });
    this.#inputs.set(name, input);
    return h('div', { class: 'field' }, h('label', { for: id }, label), input);
  }

  set(query) {
    for (const [name, input] of this.#inputs) {
      input.value = query[name] ?? '';
    }
  }
}
