// What is known about the job on the page. Pure: an event goes in, the next state comes out.

export const MILESTONES = [
  { key: 'context', label: 'Context' },
  { key: 'article', label: 'Article' },
  { key: 'visuals', label: 'Pictures' },
  { key: 'seo', label: 'Search' },
  { key: 'done', label: 'Done' },
];

/** A job that was just created, or is opened again; `title` is what is known of it. */
export function opened(jobId, title) {
  return {
    jobId,
    title: title ?? '',
    subtitle: '',
    text: '',
    phase: 'waiting',
    progress: 0,
    step: null,
    detail: null,
    endsAt: null,
    reached: new Set(),
    seo: null,
    visuals: [],
    failure: null,
    readTime: null,
    model: null,
    saved: null,
  };
}

/** @returns the state after the event; `now` is in milliseconds */
export function after(state, name, data, now) {
  switch (name) {
    case 'step-change':
    case 'progress-update':
      return progressed(state, data, now);
    case 'context-result':
      return reached(state, 'context');
    case 'content-chunk':
      return state.reached.has('article') ? state : { ...working(state), text: joined(state.text, data) };
    case 'blog-result':
      return written(reached(reached(state, 'context'), 'article'), data);
    case 'visuals-result':
      return { ...reached(state, 'visuals'), visuals: data.visualContentSuggestions ?? [] };
    case 'seo-result':
      return { ...reached(state, 'seo'), seo: data.seoAnalysis ?? null };
    case 'complete':
      return completed(state, data.result ?? {});
    case 'failed':
      return { ...state, phase: 'failed', failure: data, step: null, detail: null, endsAt: null };
    case 'attempt-failed':
      return { ...state, phase: 'waiting', progress: 0 };
    default:
      return state;
  }
}

function progressed(state, data, now) {
  const seconds = data.estimatedTimeRemaining;
  return {
    ...working(state),
    progress: data.progress ?? state.progress,
    step: data.currentStep ?? state.step,
    detail: data.phase ?? data.detail ?? null,
    endsAt: Number.isFinite(seconds) ? now + seconds * 1000 : null,
  };
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
    ...written(state, data),
    phase: 'succeeded',
    progress: 100,
    step: null,
    detail: null,
    endsAt: null,
    reached: new Set(MILESTONES.map((milestone) => milestone.key)),
    seo: data.seoAnalysis ?? state.seo,
    visuals: data.visualContentSuggestions ?? state.visuals,
    model: data.generationMetadata?.model ?? null,
    saved: result.savedPost?.status ?? null,
  };
}

function reached(state, key) {
  return { ...working(state), reached: new Set([...state.reached, key]) };
}

function working(state) {
  return state.phase === 'waiting' ? { ...state, phase: 'running' } : state;
}
