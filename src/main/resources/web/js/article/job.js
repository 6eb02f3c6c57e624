// What is known about the article on the page. Pure: an event goes in, the next state comes out.

import { begun, progressed, reached, succeeded, working } from '../shared/progress.js';

export const MILESTONES = [
  { key: 'context', label: 'Context' },
  { key: 'article', label: 'Article' },
  { key: 'visuals', label: 'Pictures' },
  { key: 'seo', label: 'Search' },
  { key: 'done', label: 'Done' },
];

/** An article that was just ordered, or is opened again; `title` is what is known of it. */
export function opened(jobId, title) {
  return {
    ...begun(),
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

/** @returns the state after the event; `now` is in milliseconds */
export function after(state, name, data, now) {
  switch (name) {
    case 'context-result':
      return reached(state, 'context');
    case 'content-chunk':
      return state.reached.has('article') ? state : { ...working(state), text: joined(state.text, data) };
    case 'blog-result':
      return written(reached(state, 'context', 'article'), data);
    case 'visuals-result':
      return { ...reached(state, 'visuals'), visuals: data.visualContentSuggestions ?? [] };
    case 'seo-result':
      return { ...reached(state, 'seo'), seo: data.seoAnalysis ?? null };
    case 'complete':
      return completed(state, data.result ?? {});
    default:
      return progressed(state, name, data, now);
  }
}

/** Offset 0 starts the text anew; a piece that was seen already is not added twice. */
function joined(text, { text: piece, offset }) {
  return offset <= text.length ? text.slice(0, offset) + piece : text + piece;
}

function written(state, data) {
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
    ...succeeded(written(state, data), MILESTONES),
    seo: data.seoAnalysis ?? state.seo,
    visuals: data.visualContentSuggestions ?? state.visuals,
    model: data.generationMetadata?.model ?? null,
    post: saved(result, data.content),
  };
}

/** The saved post; `pictures` says how they stand: `none`, `unknown`, then `wanted`, `making`, `missing` or `made`. */
function saved({ savedPost, imageGeneration }, written) {
  return savedPost && {
    id: savedPost.id,
    status: savedPost.status,
    written,
    topic: imageGeneration?.topic,
    organizationId: imageGeneration?.organizationId,
    pictures: imageGeneration?.needsImageGeneration ? 'unknown' : 'none',
  };
}
