// Tasks that run in the background: counting, and actions on all jobs that a filter finds.

import { address } from './address.js';
import { get, post } from './api.js';
import { button, draw, h, heading, onAction } from './dom.js';
import { filterText } from './filter-form.js';
import { count, shortId, time } from './format.js';
import { every } from './refresh.js';
import { pager, table } from './table.js';

const REFRESH_MILLIS = 1_000;

export function tasks({ root, query, signal, report, done, run }) {
  const content = h('div', {}, h('p', { class: 'muted nothing' }, 'Loading…'));
  let shown = query;
  const load = async () => {
    const { tasks: all, nextCursor } = await get('/tasks', { cursor: shown.cursor }, signal);
    draw(content, taskTable(all, shown.task), pager('tasks', shown, nextCursor));
  };
  const update = (next) => {
    shown = next;
    load().catch(report);
  };
  root.replaceChildren(heading('Tasks'), h('p', { class: 'lead' }, 'Actions on all jobs of a filter run here, one after the other.'), content);
  onAction(root, { abort: (id) => run(() => abort(id, done).then(load)) }, signal);
  every(REFRESH_MILLIS, load, signal, report);
  update(query);
  return update;
}

async function abort(id, done) {
  await post(`/tasks/${id}/abort`);
  done('Aborted. What the task has done stays done.');
}

const isOver = ({ finishedAt }) => finishedAt !== null;

function progress({ action, status, total, done, skipped }) {
  if (status === 'counting') {
    return `${count(total)} found so far`;
  }
  if (action === 'count') {
    return `${count(total)} found`;
  }
  const text = `${count(done)} of ${count(total)}${skipped ? `, ${count(skipped)} skipped` : ''}`;
  return [h('progress', { class: status, max: Math.max(1, total), value: done + skipped, 'aria-label': text }), text];
}

const taskTable = (all, chosen) =>
  table(
    'Tasks',
    [
      ['Action', ({ action }) => action],
      ['Filter', ({ filter }) => h('a', { href: address('jobs', filter) }, filterText(filter)), 'wide'],
      ['State', ({ status, message }) => [h('span', { class: `state task-${status}` }, status), message ? ` ${message}` : '']],
      ['Progress', progress],
      ['Created', ({ createdAt }) => time(createdAt)],
      ['By', ({ createdBy }) => shortId(createdBy)],
      ['Abort', (task) => (isOver(task) ? '' : button('Abort', 'abort', task.taskId, { class: 'small', 'aria-label': `Abort ${task.action}` }))],
    ],
    all,
    { key: ({ taskId }) => taskId, empty: 'There are no tasks.', selected: ({ taskId }) => taskId === chosen },
  );
