// State of the article on the page, as pure functions: state and event in, next state out.

import { asRunning, initialProgress, reduceProgress, succeeded, withMilestones } from '../shared/progress.js';

export const MILESTONES = [
  { key: 'context', label: 'Context' },
  { key: 'article', label: 'Article' },
  { key: 'visuals', label: 'Image ideas' },
  { key: 'seo', label: 'SEO' },
  { key: 'done', label: 'Done' },
];

/** The state before any event; `title` may be undefined. */
export function initialState(jobId, title) {
  return {
    ...initialProgress(),
    jobId,
    title: title ?? '',
    subtitle: '',
    text: '',
    seo: null,
    visuals: [],
    readTime: null,
    model: null,
    post: null,
  };
}

/** @returns the state after the event; `now` is in milliseconds since 1970 */
export function reduce(state, name, data, now) {
  switch (name) {
    case 'context-result':
      return withMilestones(state, 'context');
    case 'content-chunk':
      return state.reached.has('article') ? state : { ...asRunning(state), text: appended(state.text, data) };
    case 'blog-result':
      return withArticle(withMilestones(state, 'context', 'article'), data);
    case 'visuals-result':
      return { ...withMilestones(state, 'visuals'), visuals: data.visualContentSuggestions ?? [] };
    case 'seo-result':
      return { ...withMilestones(state, 'seo'), seo: data.seoAnalysis ?? null };
    case 'complete':
      return completed(state, data.result ?? {});
    default:
      return reduceProgress(state, name, data, now);
  }
}

/** Adds a chunk at its offset in characters. Offset 0 starts again; text received twice is added once. */
function appended(text, { text: chunk, offset }) {
  return offset <= text.length ? text.slice(0, offset) + chunk : text + chunk;
}

function withArticle(state, data) {
  return {
    ...state,
    title: data.title || state.title,
    subtitle: data.subtitle ?? state.subtitle,
    text: data.content ?? state.text,
    readTime: data.estimatedReadTime ?? state.readTime,
  };
}

function completed(state, result) {
  const data = result.data ?? {};
  return {
    ...succeeded(withArticle(state, data), MILESTONES),
    seo: data.seoAnalysis ?? state.seo,
    visuals: data.visualContentSuggestions ?? state.visuals,
    model: data.generationMetadata?.model ?? null,
    post: postOf(result, data.content),
  };
}

/**
 * The saved post, or null. `images` is their state: `none` (the article has no placeholders), `unknown` until the saved post
 * was read, `todo`, `generating`, `incomplete` (some failed) or `done`. `written` is the text with its placeholders.
 */
function postOf({ savedPost, imageGeneration }, written) {
  return savedPost && {
    id: savedPost.id,
    status: savedPost.status,
    written,
    topic: imageGeneration?.topic,
    organizationId: imageGeneration?.organizationId,
    images: imageGeneration?.needsImageGeneration ? 'unknown' : 'none',
  };
}
