// Puts the state of a job on the page. Text from users and models goes in as text; Markdown goes through ArticleView.

import { ArticleView } from './article.js';
import { MILESTONES } from './job.js';

export const $ = (id) => document.getElementById(id);

const HEADING = /^\s*#\s[^\n]*(\n+|$)/;
const article = new ArticleView($('text'));

/** An element with a class and, as text, what it says. */
export function element(tag, className, ...content) {
  const made = document.createElement(tag);
  if (className) {
    made.className = className;
  }
  made.append(...content);
  return made;
}

/** Writes only what is new, so that a screen reader is not told the same again. */
export function say(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

export function showJob(state) {
  const open = state !== null;
  $('blank').hidden = open;
  $('article').hidden = !open;
  $('run').hidden = !open;
  $('seo').hidden = !state?.seo;
  $('visuals').hidden = !state?.visuals.length;
  document.title = state?.title ? `${state.title} · Pressroom` : 'Pressroom';
  if (open) {
    showRun(state);
    showArticle(state);
    showSeo(state.seo);
    showVisuals(state.visuals);
  }
}

function showRun(state) {
  const active = state.phase === 'waiting' || state.phase === 'running';
  $('run').dataset.phase = state.phase;
  $('progress').value = state.progress;
  say($('step'), stepOf(state));
  showTime(state);
  showMilestones(state);
  $('cancel').hidden = !active;
  $('retry').hidden = state.phase !== 'failed';
  $('copy').hidden = state.phase !== 'succeeded';
  $('download').hidden = state.phase !== 'succeeded';
}

function stepOf(state) {
  switch (state.phase) {
    case 'waiting':
      return 'Waiting for a free writer';
    case 'running':
      return state.step ?? 'At work';
    case 'succeeded':
      return state.saved ? `Done, saved as ${state.saved === 'draft' ? 'a draft' : state.saved}` : 'Done';
    default:
      return state.failure?.errorCode === 'CANCELLED' ? 'Cancelled' : 'Failed';
  }
}

/** How far and how long still; called every second too, since the time runs down between two events. */
export function showTime(state) {
  const parts = [];
  if (state.phase === 'running') {
    if (state.detail && state.detail !== state.step) {
      parts.push(state.detail);
    }
    parts.push(`${state.progress} %`);
    if (state.endsAt) {
      parts.push(remaining(Math.round((state.endsAt - Date.now()) / 1000)));
    }
  }
  say($('left'), parts.join(' · '));
}

function remaining(seconds) {
  if (seconds <= 1) {
    return 'any moment now';
  }
  return seconds < 90 ? `about ${seconds} s left` : `about ${Math.round(seconds / 60)} min left`;
}

function showMilestones({ reached, phase }) {
  const current = MILESTONES.find(({ key }) => !reached.has(key))?.key;
  const items = MILESTONES.map(({ key, label }) => {
    const state = reached.has(key) ? 'reached' : key === current && phase === 'running' ? 'current' : 'ahead';
    const item = element('li', state, label);
    if (state === 'current') {
      item.setAttribute('aria-current', 'step');
    }
    return item;
  });
  const key = items.map((item) => item.className).join();
  if ($('milestones').dataset.shown !== key) {
    $('milestones').dataset.shown = key;
    $('milestones').replaceChildren(...items);
  }
}

function showArticle(state) {
  say($('kicker'), state.phase === 'succeeded' ? 'Finished' : state.phase === 'failed' ? 'Unfinished' : 'In the making');
  say($('headline'), state.title || 'Article');
  const byline = [state.subtitle, state.readTime && `${state.readTime} read`, state.model && writer(state.model)];
  say($('byline'), byline.filter(Boolean).join(' · '));
  $('byline').hidden = !byline.some(Boolean);
  article.show(state.text.replace(HEADING, ''), { growing: state.phase === 'running' });
}

export const writer = (model) => (model === 'demo' ? 'written by the demo model' : `written by ${model}`);

function showSeo(seo) {
  if (!seo) {
    return;
  }
  const score = Math.round(Number(seo.overallScore) || 0);
  const meter = element('meter');
  Object.assign(meter, { min: 0, max: 100, low: 50, high: 75, optimum: 100, value: score });
  meter.setAttribute('aria-label', `${score} of 100 points`);
  $('seo-body').replaceChildren(
    element('p', 'score', element('span', 'score-number', String(score)), ' of 100'),
    meter,
    ...points('What is good', seo.topStrengths),
    ...points('What would help', seo.topImprovements),
  );
}

function points(title, items) {
  const texts = (items ?? []).map((item) => (typeof item === 'string' ? item : item?.description ?? JSON.stringify(item)));
  return texts.length
    ? [element('h3', '', title), element('ul', 'points', ...texts.map((text) => element('li', '', text)))]
    : [];
}

function showVisuals(visuals) {
  $('visuals-body').replaceChildren(
    ...visuals.map(({ type, description, placement }) =>
      element(
        'li',
        '',
        element('span', 'kind', String(type ?? 'image').replaceAll('_', ' ')),
        element('span', '', description ?? ''),
        ...(placement ? [element('span', 'help', String(placement).replaceAll('_', ' '))] : []),
      ),
    ),
  );
}

/** Tells of something that went wrong, or hides it (`null`). */
export function notice(told, { stoppable = false } = {}) {
  $('notice').hidden = !told;
  say($('notice-title'), told?.title ?? '');
  say($('notice-text'), told?.text ?? '');
  $('notice-stop').hidden = !stoppable;
  if (told) {
    $('notice').scrollIntoView({ block: 'nearest' });
  }
}
