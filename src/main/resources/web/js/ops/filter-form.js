// The form with the filters of the jobs. Its values are the parameters in the address.

import { h } from './dom.js';

const STATUSES = ['queued', 'running', 'succeeded', 'failed'];
const TYPES = ['content_generation', 'website_analysis'];

const FIELDS = [
  ['status', 'Status', { options: STATUSES }],
  ['type', 'Type', { options: TYPES }],
  ['q', 'Words of the title', { maxlength: 200 }],
  ['errorCode', 'Error code', { maxlength: 50 }],
  ['owner', 'Owner', { maxlength: 263, placeholder: 'user:… or session:…' }],
  ['organization', 'Organization', { maxlength: 36 }],
  ['tenant', 'Tenant', { maxlength: 200 }],
  ['tag', 'Tag', { maxlength: 64 }],
  ['node', 'Node', { maxlength: 36 }],
  ['createdAfter', 'Created after', { type: 'datetime-local', step: 1 }],
  ['createdBefore', 'Created before', { type: 'datetime-local', step: 1 }],
];

const NAMES = FIELDS.map(([name]) => name);

/** The known filters among the parameters of the address. */
export const filterOf = (query) => Object.fromEntries(NAMES.filter((name) => query[name]).map((name) => [name, query[name]]));

/** The filter in one line. */
export const filterText = (filter) =>
  Object.entries(filter).filter(([, value]) => value !== null && value !== undefined).map(([name, value]) => `${name}: ${value}`).join(', ');

export class FilterForm {
  #inputs = new Map();

  /** @param onChange called with the filter after a choice, or when the form is sent */
  constructor(onChange) {
    const fields = FIELDS.map(([name, label, more]) => this.#field(name, label, more));
    this.node = h(
      'form',
      { class: 'filter', id: 'job-filter', 'aria-label': 'Filter' },
      fields,
      h('div', { class: 'actions' }, h('button', { class: 'primary' }, 'Filter'), h('a', { href: '#jobs' }, 'Clear')),
    );
    this.node.addEventListener('submit', (event) => {
      event.preventDefault();
      onChange(this.#values());
    });
    this.node.addEventListener('change', ({ target }) => target.tagName === 'SELECT' && onChange(this.#values()));
  }

  #field(name, label, { options, ...attributes }) {
    const id = `filter-${name}`;
    const input = options
      ? h('select', { id, name }, h('option', { value: '' }, 'any'), options.map((value) => h('option', { value }, value.replaceAll('_', ' '))))
      : h('input', { id, name, autocomplete: 'off', ...attributes });
    this.#inputs.set(name, input);
    return h('div', { class: 'field' }, h('label', { for: id }, label), input);
  }

  #values() {
    const values = [...this.#inputs].map(([name, input]) => [name, input.type === 'datetime-local' ? utc(input.value) : input.value.trim()]);
    return filterOf(Object.fromEntries(values));
  }

  set(filter) {
    for (const [name, input] of this.#inputs) {
      input.value = input.type === 'datetime-local' ? local(filter[name]) : (filter[name] ?? '');
    }
  }
}

const utc = (text) => (text ? new Date(text).toISOString() : '');

/** A time as the value of a field for the time of this place; empty when it cannot be read. */
function local(iso) {
  const date = new Date(iso ?? '');
  return Number.isNaN(date.getTime()) ? '' : new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}
