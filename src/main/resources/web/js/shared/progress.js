// How far a job is, whatever it makes. Pure: an event goes in, the next state comes out.

/** Events of every job's stream. */
export const EVENTS = ['connected', 'step-change', 'progress-update', 'attempt-failed', 'complete', 'failed'];

export const begun = () => ({
  phase: 'waiting',
  progress: 0,
  step: null,
  detail: null,
  endsAt: null,
  reached: new Set(),
  failure: null,
});

const still = { step: null, detail: null, endsAt: null };

/** @returns the state after an event that every job has, unchanged after any other; `now` is in milliseconds */
export function progressed(state, name, data, now) {
  switch (name) {
    case 'step-change':
    case 'progress-update':
      return advanced(state, data, now);
    case 'attempt-failed':
      return { ...state, phase: 'waiting', progress: 0 };
    case 'failed':
      return { ...state, ...still, phase: 'failed', failure: data };
    default:
      return state;
  }
}

function advanced(state, data, now) {
  const seconds = data.estimatedTimeRemaining;
  return {
    ...working(state),
    progress: data.progress ?? state.progress,
    step: data.currentStep ?? state.step,
    detail: data.phase ?? data.detail ?? null,
    endsAt: Number.isFinite(seconds) ? now + seconds * 1000 : null,
  };
}

export function reached(state, ...keys) {
  return { ...working(state), reached: new Set([...state.reached, ...keys]) };
}

export function succeeded(state, milestones) {
  return { ...state, ...still, phase: 'succeeded', progress: 100, reached: new Set(milestones.map(({ key }) => key)) };
}

export function working(state) {
  return state.phase === 'waiting' ? { ...state, phase: 'running' } : state;
}

export const active = ({ phase }) => phase === 'waiting' || phase === 'running';
