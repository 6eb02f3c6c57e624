// What is known about the website on the page. Pure: an event goes in, the next state comes out.

import { begun, progressed, reached, succeeded, working } from '../shared/progress.js';
import { blank } from './narrative.js';

export const MILESTONES = [
  { key: 'page', label: 'Page' },
  { key: 'business', label: 'Business' },
  { key: 'audiences', label: 'Audiences' },
  { key: 'pitches', label: 'Pitches' },
  { key: 'pictures', label: 'Pictures' },
  { key: 'done', label: 'Done' },
];

/** What is done to the page itself, one after the other. */
export const PHASES = [
  { key: 'validate', label: 'Address checked' },
  { key: 'fetch', label: 'Page fetched' },
  { key: 'parse-html', label: 'HTML parsed' },
  { key: 'extract', label: 'Text read' },
  { key: 'ctas', label: 'Calls to action found' },
];

/** A website that is just visited, or is opened again; `title` is what is known of it. */
export function opened(jobId, title) {
  return {
    ...begun(),
    jobId,
    title: title ?? '',
    reading: null,
    page: null,
    analysis: null,
    ctas: [],
    scenarios: [],
    organizationId: null,
    narrative: blank(),
  };
}

/** @returns the state after an event of the job's stream; `now` is in milliseconds */
export function after(state, name, data, now) {
  switch (name) {
    case 'scrape-phase':
      return { ...working(state), reading: data, title: state.title || hostOf(data.url) };
    case 'scrape-result':
      return { ...reached(state, 'page'), page: data, title: state.title || hostOf(data.url) };
    case 'analysis-result':
      return analysed(reached(state, 'page', 'business'), data);
    case 'audience-complete':
      return { ...working(state), scenarios: [...state.scenarios, data.audience] };
    case 'audiences-result':
      return { ...reached(state, 'audiences'), scenarios: grown(state, data.scenarios) };
    case 'pitch-complete':
    case 'scenario-image-complete':
      return { ...working(state), scenarios: placed(state.scenarios, data) };
    case 'pitches-result':
      return { ...reached(state, 'pitches'), scenarios: grown(state, data.scenarios) };
    case 'scenarios-result':
      return { ...reached(state, 'pictures'), scenarios: grown(state, data.scenarios) };
    case 'complete':
      return completed(state, data.result ?? {});
    case 'attempt-failed':
      return { ...progressed(state, name, data, now), reading: null };
    default:
      return progressed(state, name, data, now);
  }
}

/** One that is told of before its place is known comes with all of them a little later. */
const placed = (scenarios, { index, scenario }) => scenarios.map((old, at) => (at === index ? scenario : old));

const grown = (state, scenarios) => scenarios ?? state.scenarios;

function analysed(state, { analysis, url, metadata, ctas, organizationId }) {
  return {
    ...state,
    analysis: analysis ?? state.analysis,
    title: analysis?.businessName || state.title,
    page: { url, ...metadata, ...state.page },
    ctas: ctas ?? state.ctas,
    organizationId: organizationId ?? analysis?.organizationId ?? state.organizationId,
  };
}

function completed(state, result) {
  return { ...succeeded(analysed(state, result), MILESTONES), scenarios: grown(state, result.scenarios) };
}

export function hostOf(url) {
  try {
    return new URL(url).hostname.replace(/^www\./, '');
  } catch {
    return '';
  }
}
