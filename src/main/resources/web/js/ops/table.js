// Tables. On a narrow screen each row becomes a block with the column titles beside the values, see ops.css; the roles
// keep it a table for assistive technology.

import { address } from './address.js';
import { h } from './dom.js';

/**
 * @param columns `[title, cell(row), className?]`; the title is text or makes a node, a cell is text, a node or an array of them
 * @param options `key(row)`, `empty` (text without rows), `selected(row)`
 */
export function table(label, columns, rows, { key = () => undefined, empty = 'Nothing.', selected = () => false } = {}) {
  if (rows.length === 0) {
    return h('p', { class: 'muted nothing' }, empty);
  }
  const head = columns.map(([title, , className]) => h('th', { role: 'columnheader', scope: 'col', class: className }, typeof title === 'function' ? title() : title));
  return h(
    'div',
    { class: 'table-frame' },
    h(
      'table',
      { role: 'table', 'aria-label': label },
      h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, head)),
      h(
        'tbody',
        { role: 'rowgroup' },
        rows.map((row) =>
          h(
            'tr',
            { role: 'row', 'data-key': key(row), class: selected(row) ? 'selected' : null },
            columns.map(([title, cell, className]) =>
              h('td', { role: 'cell', 'data-title': typeof title === 'string' ? title : '', class: className }, h('span', {}, cell(row))),
            ),
          ),
        ),
      ),
    ),
  );
}

/** The pages before this one, by view, filter and cursor: the service knows only the way forward. */
const PAGES = 'pressroom.ops.pages';
const MAX_PAGES = 200;

const pageKey = (name, { cursor = '', ...filter }, at = cursor) => `${address(name, filter)} ${at}`;

function storedPages() {
  try {
    return JSON.parse(sessionStorage.getItem(PAGES)) ?? {};
  } catch {
    return {};
  }
}

/** Links to the previous and the next page. @param next the cursor of the next page, or null */
export function pager(name, query, next) {
  const pages = storedPages();
  if (next) {
    const kept = Object.entries({ ...pages, [pageKey(name, query, next)]: query.cursor ?? '' }).slice(-MAX_PAGES);
    sessionStorage.setItem(PAGES, JSON.stringify(Object.fromEntries(kept)));
  }
  const previous = query.cursor ? pages[pageKey(name, query)] : undefined;
  return h(
    'nav',
    { class: 'pager', 'aria-label': 'Pages' },
    query.cursor && h('a', { href: address(name, { ...query, cursor: undefined }) }, 'First page'),
    previous !== undefined && h('a', { rel: 'prev', href: address(name, { ...query, cursor: previous }) }, 'Previous page'),
    next && h('a', { rel: 'next', href: address(name, { ...query, cursor: next }) }, 'Next page'),
  );
}
