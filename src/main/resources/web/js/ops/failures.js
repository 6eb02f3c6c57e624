// Failed jobs in groups.

import { address } from './address.js';
import { get } from './api.js';
import { draw, h, heading } from './dom.js';
import { count, time, words } from './format.js';
import { every } from './refresh.js';
import { table } from './table.js';

const REFRESH_MILLIS = 10_000;

export function failures({ root, signal, report }) {
  const content = h('div', {}, h('p', { class: 'muted nothing' }, 'Loading…'));
  const note = h('p', { class: 'lead' });
  const load = async () => {
    const { groups, examined, maxExamined } = await get('/failures', {}, signal);
    note.textContent =
      examined >= maxExamined
        ? `The newest ${count(maxExamined)} failed jobs; there may be older ones.`
        : `All ${count(examined)} failed jobs that are kept.`;
    draw(content, groupTable(groups));
  };
  root.replaceChildren(heading('Failures'), note, content);
  load().catch(report);
  every(REFRESH_MILLIS, load, signal, report);
}

const jobsOf = ({ type, errorCode }) => address('jobs', { status: 'failed', type, errorCode });

const groupTable = (groups) =>
  table(
    'Failed jobs by code and step',
    [
      ['Jobs', (group) => h('a', { href: jobsOf(group), 'aria-label': `${count(group.count)} jobs, ${group.errorCode}` }, count(group.count)), 'number'],
      ['Error code', ({ errorCode }) => h('code', {}, errorCode)],
      ['Type', ({ type }) => words(type)],
      ['Step', ({ step }) => step ?? '–'],
      ['First', ({ firstSeen }) => time(firstSeen)],
      ['Last', ({ lastSeen }) => time(lastSeen)],
      ['Newest job', ({ newestJobId }) => h('a', { href: address('job', { id: newestJobId }) }, 'open')],
    ],
    groups,
    { key: ({ type, errorCode, step }) => `${type} ${errorCode} ${step}`, empty: 'No job has failed.' },
  );
