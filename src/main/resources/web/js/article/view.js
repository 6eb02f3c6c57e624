// Renders an article. Text of users and models is inserted as text; Markdown is rendered by MarkdownView.

import { $, renderIfChanged, element, setText } from '../shared/dom.js';
import { MarkdownView } from './markdown.js';

const HEADING = /^\s*#\s[^\n]*(\n+|$)/;
const STATUS_LABELS = { waiting: 'Queued', running: 'Writing', succeeded: 'Finished', failed: 'Failed' };
const IMAGE_LABELS = {
  todo: 'Generate images',
  generating: 'Generating images …',
  incomplete: 'Generate missing images',
};
const article = new MarkdownView($('text'));

/** @param state null shows the empty state */
export function show(state) {
  const open = state !== null;
  $('article-empty').hidden = open;
  $('article').hidden = !open;
  $('seo').hidden = !state?.seo;
  $('visuals').hidden = !state?.visuals.length || state.post?.images === 'done';
  if (open) {
    showArticle(state);
    showActions(state);
    showSeo(state.seo);
    showVisuals(state.visuals);
  }
}

function showActions({ phase, post, text }) {
  const images = post?.images;
  const hasWholeText = phase === 'succeeded' || (phase === 'failed' && text !== '');
  $('copy').hidden = !hasWholeText;
  $('download').hidden = !hasWholeText;
  $('edit').hidden = !post;
  $('edit').href = post ? `#posts=${post.id}` : '';
  $('generate-images').hidden = !(images in IMAGE_LABELS);
  $('generate-images').disabled = images === 'generating';
  setText($('generate-images'), IMAGE_LABELS[images] ?? '');
}

/** “Draft” or “Published” for a saved article; a job without a saved post is only “Finished”. */
function statusLabel({ phase, failure, post }) {
  if (phase === 'succeeded' && post) {
    return post.status === 'draft' ? 'Draft' : 'Published';
  }
  return failure?.errorCode === 'CANCELLED' ? 'Cancelled' : STATUS_LABELS[phase];
}

export function doneLabel({ post }) {
  return post ? `Done, saved as ${post.status === 'draft' ? 'a draft' : post.status}` : 'Done';
}

function showArticle(state) {
  setText($('article-status'), statusLabel(state));
  setText($('headline'), state.title || 'Article');
  const byline = [state.subtitle, state.readTime && `${state.readTime} read`, state.model && writtenBy(state.model)];
  setText($('byline'), byline.filter(Boolean).join(' · '));
  $('byline').hidden = !byline.some(Boolean);
  article.show(state.text.replace(HEADING, ''), { growing: state.phase === 'running' });
}

export const writtenBy = (model) => (model === 'demo' ? 'written by the demo model' : `written by ${model}`);

function showSeo(seo) {
  if (!seo) {
    return;
  }
  renderIfChanged($('seo-body'), seo, () => seoReport(seo));
}

function seoReport(seo) {
  const score = Math.round(Number(seo.overallScore) || 0);
  const meter = element('meter');
  Object.assign(meter, { min: 0, max: 100, low: 50, high: 75, optimum: 100, value: score });
  meter.setAttribute('aria-label', `${score} of 100 points`);
  return [
    element('p', 'score', element('span', 'score-number', String(score)), ' of 100'),
    meter,
    ...(seo.basis ? [element('p', 'help', seo.basis)] : []),
    ...points('Strengths', seo.topStrengths),
    ...points('Improvements', seo.topImprovements),
  ];
}

function points(title, items) {
  const texts = (items ?? []).map((item) => (typeof item === 'string' ? item : item?.description ?? JSON.stringify(item)));
  return texts.length
    ? [element('h3', '', title), element('ul', 'points', ...texts.map((text) => element('li', '', text)))]
    : [];
}

function showVisuals(visuals) {
  renderIfChanged($('visuals-body'), visuals, () =>
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
