// Tenants with live jobs, limits or pauses; their limits, pauses and credits.

import { address } from './address.js';
import { get, postOnce, put, remove } from './api.js';
import { ask } from './dialogs.js';
import { button, draw, h, heading, onAction } from './dom.js';
import { count, money } from './format.js';
import { pause, resume } from './pause.js';
import { every } from './refresh.js';
import { pager, table } from './table.js';

const REFRESH_MILLIS = 3_000;
const USER = 'user:';

const isUuid = (text) => /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);

export function tenants({ root, query, signal, report, done, run }) {
  const content = h('div', {}, h('p', { class: 'muted nothing' }, 'Loading…'));
  let shown = query;
  let page = [];
  const load = async () => {
    const { tenants: all, nextCursor } = await get('/tenants', { cursor: shown.cursor }, signal);
    page = all;
    draw(content, tenantTable(all), pager('tenants', shown, nextCursor));
  };
  const after = (action) => (id) => run(async () => {
    await action(id, done, page);
    await load();
  });
  const update = (next) => {
    shown = next;
    load().catch(report);
  };
  root.replaceChildren(
    heading('Tenants'),
    h('p', { class: 'lead' }, 'Tenants with queued or running jobs, with limits of their own, or paused.'),
    h('div', { class: 'actions head-actions' }, button('Grant credits', 'grant', ''), button('Limit a tenant', 'limit', '')),
    content,
  );
  onAction(
    root,
    {
      grant: after(grant),
      limit: after(limit),
      pause: after((tenant) => pause(`tenant:${tenant}`, done)),
      resume: after((tenant) => resume(`tenant:${tenant}`, done)),
    },
    signal,
  );
  every(REFRESH_MILLIS, load, signal, report);
  update(query);
  return update;
}

const numberProblem = (text, least, name) =>
  text === '' || (/^\d{1,8}$/.test(text) && Number(text) >= least) ? '' : `${name}: a whole number of at least ${least}, or empty.`;

const amountProblem = (text) =>
  text === '' || /^\d{1,9}(?:\.\d{1,9})?$/.test(text) ? '' : 'Monthly budget: an amount such as 250 or 99.50, or empty.';

async function limit(tenant, done, page) {
  const now = page.find((found) => found.tenant === tenant)?.limits;
  const answer = await ask({
    title: tenant ? `Limits of ${tenant}` : 'Limits of a tenant',
    text: 'In effect on all nodes within a second. Running jobs go on.',
    ok: 'Save',
    fields: [
      ...(tenant ? [] : [{ name: 'tenant', label: 'Tenant', maxlength: 200, help: 'Such as user:<id> or organization:<id>.' }]),
      { name: 'running', label: 'Running at once', inputmode: 'numeric', value: now?.running ?? '', help: 'Empty: no limit of its own.' },
      { name: 'budget', label: 'Monthly budget', inputmode: 'decimal', value: now?.monthlyBudget ?? '', help: 'What its jobs may cost in a month, in the currency of the prices. 0: none. Empty: the budget of the settings.' },
      { name: 'queued', label: 'Queued and running together', inputmode: 'numeric', value: now?.queued ?? '', help: 'Empty: the limit of the settings.' },
    ],
    verify: ({ tenant: typed, running, queued, budget }) =>
      (tenant || typed ? '' : 'Name the tenant. ') || numberProblem(running, 1, 'Running') || numberProblem(queued, 0, 'Queued') || amountProblem(budget),
  });
  if (answer) {
    await setLimits(tenant || answer.tenant, numberOrNull(answer.running), numberOrNull(answer.queued), numberOrNull(answer.budget));
    done('The limits are set.');
  }
}

const numberOrNull = (text) => (text === '' ? null : Number(text));

const setLimits = (tenant, running, queued, monthlyBudget) =>
  running === null && queued === null && monthlyBudget === null
    ? remove('/limits', { tenant })
    : put('/limits', { tenant, running, queued, monthlyBudget });

async function grant(tenant, done) {
  const answer = await ask({
    title: 'Grant credits',
    text: 'Each article costs one credit. Granting twice grants twice.',
    ok: 'Grant',
    fields: [
      { name: 'userId', label: 'User id', maxlength: 36, value: tenant.startsWith(USER) ? tenant.slice(USER.length) : '' },
      { name: 'credits', label: 'Credits', inputmode: 'numeric' },
      { name: 'reason', label: 'Reason', maxlength: 500, help: 'Kept in the audit. May be empty.' },
    ],
    verify: ({ userId, credits }) => (isUuid(userId) ? '' : 'The user id is a UUID. ') || (credits ? numberProblem(credits, 1, 'Credits') : 'How many credits?'),
  });
  if (answer) {
    const { availableCredits, isUnlimited } = await postOnce('/credits', { userId: answer.userId, credits: Number(answer.credits), reason: answer.reason || null });
    done(`Granted. The user has ${isUnlimited ? 'unlimited' : count(availableCredits)} credits now.`);
  }
}

const filterOf = (tenant) => address('jobs', { tenant });

const limitText = (value) => (value === null ? '–' : count(value));

const tenantTable = (all) =>
  table(
    'Tenants',
    [
      ['Tenant', ({ tenant }) => h('a', { href: filterOf(tenant), class: 'id' }, tenant), 'wide'],
      ['Queued and running', ({ live, liveIsMinimum }) => count(live, liveIsMinimum), 'number'],
      ['Running', ({ running }) => count(running), 'number'],
      ['Limit running', ({ limits }) => limitText(limits.running), 'number'],
      ['Limit of both', ({ limits }) => limitText(limits.queued), 'number'],
      ['Budget', ({ limits }) => limitText(limits.monthlyBudget), 'number'],
      ['Spent this month', ({ tenant, spentThisMonth }) => h('a', { href: address('usage', { owner: tenant }) }, money(spentThisMonth)), 'number'],
      ['State', ({ paused }) => (paused ? h('span', { class: 'state paused' }, 'paused') : 'active')],
      ['Actions', ({ tenant, paused }) =>
        h(
          'div',
          { class: 'row-actions' },
          button('Limits', 'limit', tenant, { class: 'small', 'aria-label': `Limits of ${tenant}` }),
          paused
            ? button('Resume', 'resume', tenant, { class: 'small', 'aria-label': `Resume ${tenant}` })
            : button('Pause', 'pause', tenant, { class: 'small', 'aria-label': `Pause ${tenant}` }),
          tenant.startsWith(USER) && button('Credits', 'grant', tenant, { class: 'small', 'aria-label': `Grant credits to ${tenant}` }),
        )],
    ],
    all,
    { key: ({ tenant }) => tenant, empty: 'No tenant has live jobs, limits or a pause.' },
  );
