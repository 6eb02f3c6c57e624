// State of the website analysis on the page, as pure functions: state and event in, next state out.

import { asRunning, initialProgress, reduceProgress, succeeded, withMilestones } from '../shared/progress.js';
import { emptyNarrative } from './narrative.js';

export const MILESTONES = [
  { key: 'page', label: 'Page' },
  { key: 'business', label: 'Business' },
  { key: 'audiences', label: 'Audiences' },
  { key: 'pitches', label: 'Pitches' },
  { key: 'images', label: 'Images' },
  { key: 'done', label: 'Done' },
];

/** Phases of reading the page, in order. */
export const PHASES = [
  { key: 'validate', label: 'Address checked' },
  { key: 'fetch', label: 'Page fetched' },
  { key: 'parse-html', label: 'HTML parsed' },
  { key: 'extract', label: 'Text extracted' },
  { key: 'ctas', label: 'Calls to action found' },
];

/** The state before any event; `title` may be undefined. */
export function initialState(jobId, title) {
  return {
    ...initialProgress(),
    jobId,
    title: title ?? '',
    reading: null,
    page: null,
    analysis: null,
    ctas: [],
    scenarios: [],
    organizationId: null,
    narrative: emptyNarrative(),
  };
}

/** @returns the state after an event of the job stream; `now` is in milliseconds since 1970 */
export function reduce(state, name, data, now) {
  switch (name) {
    case 'scrape-phase':
      return { ...asRunning(state), reading: data, title: state.title || hostOf(data.url) };
    case 'scrape-result':
      return { ...withMilestones(state, 'page'), page: data, title: state.title || hostOf(data.url) };
    case 'analysis-result':
      return withAnalysis(withMilestones(state, 'page', 'business'), data);
    case 'audience-complete':
      return { ...asRunning(state), scenarios: [...state.scenarios, data.audience] };
    case 'audiences-result':
      return { ...withMilestones(state, 'audiences'), scenarios: scenariosOr(state, data.scenarios) };
    case 'pitch-complete':
    case 'scenario-image-complete':
      return { ...asRunning(state), scenarios: withScenario(state.scenarios, data) };
    case 'pitches-result':
      return { ...withMilestones(state, 'pitches'), scenarios: scenariosOr(state, data.scenarios) };
    case 'scenarios-result':
      return { ...withMilestones(state, 'images'), scenarios: scenariosOr(state, data.scenarios) };
    case 'complete':
      return completed(state, data.result ?? {});
    case 'attempt-failed':
      return { ...reduceProgress(state, name, data, now), reading: null };
    default:
      return reduceProgress(state, name, data, now);
  }
}

/** An index that is not known yet is ignored: `audiences-result` brings the whole list. */
const withScenario = (scenarios, { index, scenario }) => scenarios.map((old, position) => (position === index ? scenario : old));

const scenariosOr = (state, scenarios) => scenarios ?? state.scenarios;

function withAnalysis(state, { analysis, url, metadata, ctas, organizationId }) {
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
  return { ...succeeded(withAnalysis(state, result), MILESTONES), scenarios: scenariosOr(state, result.scenarios) };
}

export function hostOf(url) {
  try {
    return new URL(url).hostname.replace(/^www\./, '');
  } catch {
    return '';
  }
}
