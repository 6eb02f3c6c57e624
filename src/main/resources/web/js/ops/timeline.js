// The attempts of a job as bars: the wait, the run, and the steps that were completed in it, with the model calls. All bars have
// the same scale.

import { h, svg } from './dom.js';
import { count, duration, money, time } from './format.js';
import { table } from './table.js';

const millis = (iso) => Date.parse(iso);

/** The attempts with the time at which their wait began, and the steps that each has completed. */
function spans({ createdAt, queuedAt, attempts, steps }, now) {
  return attempts.map((attempt, at) => {
    const isLast = at === attempts.length - 1;
    const before = attempts[at - 1];
    const queued = at === 0 ? createdAt : isLast ? queuedAt : (before.endedAt ?? attempt.startedAt);
    const end = attempt.endedAt ? millis(attempt.endedAt) : now;
    const start = attempt.startedAt ? millis(attempt.startedAt) : end;
    // A clock that differs between nodes must not make a negative wait.
    const from = Math.min(queued ? millis(queued) : start, start);
    const isLastRun = attempts[at + 1]?.number !== attempt.number;
    return { attempt, isLastRun, from, start, end: Math.max(start, end), steps: isLastRun ? steps.filter((step) => step.attempt === attempt.number) : [] };
  });
}

export function timeline(job, now = Date.now()) {
  const all = spans(job, now);
  const calls = job.modelCalls ?? [];
  const longest = Math.max(1, ...all.map(({ from, end }) => end - from));
  return h('ol', { class: 'timeline' }, all.map((span) => attemptItem(span, longest, job.usage.currency, span.isLastRun ? calls.filter((call) => call.attempt === span.attempt.number) : [])));
}

function attemptItem(span, longest, currency, calls) {
  const { attempt, from, start, end, steps } = span;
  const name = `Attempt ${attempt.number}`;
  const failure = attempt.error ? `${attempt.errorCode}: ${attempt.error}` : null;
  return h(
    'li',
    {},
    h('h3', {}, name, ' ', h('span', { class: `state ${attempt.outcome}` }, attempt.outcome.replaceAll('_', ' '))),
    failure && h('p', { class: 'failure' }, failure),
    h('p', { class: 'muted small-text' }, 'Queued ', time(new Date(from).toISOString()), `, waited ${duration(start - from)}`, attempt.startedAt && `, ran ${duration(end - start)}`),
    h(
      'ol',
      { class: 'bars-list' },
      row('Waiting', from, from, start, longest, 'bar-wait', duration(start - from)),
      attempt.startedAt && row('Running', from, start, end, longest, `bar-run ${attempt.outcome}`, duration(end - start)),
      steps.map((step) => stepRow(step, from, longest, currency)),
    ),
    calls.length > 0 && callList(attempt.number, calls),
  );
}

const callList = (attempt, calls) =>
  h(
    'details',
    { class: 'model-calls', 'data-key': `calls ${attempt}` },
    h('summary', {}, `${count(calls.length)} model ${calls.length === 1 ? 'call' : 'calls'}`),
    table(
      `Model calls of attempt ${attempt}`,
      [
        ['Step', ({ step }) => step ?? '–'],
        ['Model', ({ model }) => model ?? '–'],
        ['Tokens in', ({ inputTokens }) => count(inputTokens), 'number'],
        ['Tokens out', ({ outputTokens }) => count(outputTokens), 'number'],
        ['Images', ({ images }) => count(images), 'number'],
        ['Cost', ({ cost, currency }) => money(cost, currency), 'number'],
        ['Recorded', ({ recordedAt }) => time(recordedAt)],
      ],
      calls,
    ),
  );

function stepRow({ name, startedAt, durationMs, inputTokens, outputTokens, cost }, from, longest, currency) {
  const hasTokens = inputTokens !== null || outputTokens !== null;
  const text = [
    duration(durationMs),
    hasTokens && `${count(inputTokens ?? 0)} tokens in, ${count(outputTokens ?? 0)} out`,
    cost !== null && money(cost, currency),
  ].filter(Boolean).join(' · ');
  const start = startedAt ? millis(startedAt) : from;
  return row(name, from, start, start + (durationMs ?? 0), longest, 'bar-step', text);
}

const percent = (part, whole) => `${Math.max(0, Math.min(100, (100 * part) / whole)).toFixed(2)}%`;

const row = (name, from, start, end, longest, className, text) =>
  h(
    'li',
    { class: 'bar-row' },
    h('span', { class: 'bar-name' }, name),
    svg(
      'svg',
      { class: 'bar-line', 'aria-hidden': 'true', width: '100%', height: '14' },
      svg('rect', { class: className, x: percent(start - from, longest), y: '2', width: percent(end - start, longest), height: '10', rx: '1' }),
      svg('rect', { class: className, x: percent(start - from, longest), y: '2', width: '2', height: '10' }),
    ),
    h('span', { class: 'bar-text' }, text),
  );
