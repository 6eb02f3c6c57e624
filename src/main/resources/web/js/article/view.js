// Puts an article on the page. Text from users and models goes in as text; Markdown goes through MarkdownView.

import { $, drawn, element, say } from '../shared/dom.js';
import { MarkdownView } from './markdown.js';

const HEADING = /^\s*#\s[^\n]*(\n+|$)/;
const KICKERS = { succeeded: 'Finished', failed: 'Unfinished' };
const PICTURES = {
  wanted: 'Make the pictures',
  making: 'Making the pictures …',
  missing: 'Make the missing pictures',
};
const article = new MarkdownView($('text'));

/** @param state null: no article, a blank sheet */
export function show(state) {
  const open = state !== null;
  $('blank').hidden = open;
  $('article').hidden = !open;
  $('seo').hidden = !state?.seo;
  $('visuals').hidden = !state?.visuals.length || state.post?.pictures === 'made';
  if (open) {
    showArticle(state);
    showActions(state);
    showSeo(state.seo);
    showVisuals(state.visuals);
  }
}

function showActions({ phase, post }) {
  const pictures = post?.pictures;
  $('copy').hidden = phase !== 'succeeded';
  $('download').hidden = phase !== 'succeeded';
  $('pictures').hidden = !(pictures in PICTURES);
  $('pictures').disabled = pictures === 'making';
  say($('pictures'), PICTURES[pictures] ?? '');
}

export function doneAs({ post }) {
  return post ? `Done, saved as ${post.status === 'draft' ? 'a draft' : post.status}` : 'Done';
}

function showArticle(state) {
  say($('kicker'), KICKERS[state.phase] ?? 'In the making');
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
  drawn($('seo-body'), seo, () => report(seo));
}

function report(seo) {
  const score = Math.round(Number(seo.overallScore) || 0);
  const meter = element('meter');
  Object.assign(meter, { min: 0, max: 100, low: 50, high: 75, optimum: 100, value: score });
  meter.setAttribute('aria-label', `${score} of 100 points`);
  return [
    element('p', 'score', element('span', 'score-number', String(score)), ' of 100'),
    meter,
    ...(seo.basis ? [element('p', 'help', seo.basis)] : []),
    ...points('What is good', seo.topStrengths),
    ...points('What would help', seo.topImprovements),
  ];
}

function points(title, items) {
  const texts = (items ?? []).map((item) => (typeof item === 'string' ? item : item?.description ?? JSON.stringify(item)));
  return texts.length
    ? [element('h3', '', title), element('ul', 'points', ...texts.map((text) => element('li', '', text)))]
    : [];
}

function showVisuals(visuals) {
  drawn($('visuals-body'), visuals, () =>
    visuals.map(({ type, description, placement }) =>
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
