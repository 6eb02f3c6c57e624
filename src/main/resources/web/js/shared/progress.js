// Progress of a job of any type, as pure functions: state and event in, next state out.

export const initialProgress = () => ({
  phase: 'waiting',
  progress: 0,
  step: null,
  detail: null,
  endsAt: null,
  reached: new Set(),
  failure: null,
  input: null,
});

const NO_STEP = { step: null, detail: null, endsAt: null };

/** @returns the state after the event; unchanged for other events. `now` is in milliseconds since 1970. */
export function reduceProgress(state, name, data, now) {
  switch (name) {
    case 'step-change':
    case 'progress-update':
      return withProgress(state, data, now);
    case 'attempt-failed':
      return { ...state, phase: 'waiting', progress: 0 };
    case 'failed':
      return { ...state, ...NO_STEP, phase: 'failed', failure: data };
    default:
      return state;
  }
}

function withProgress(state, data, now) {
  const seconds = data.estimatedTimeRemaining;
  return {
    ...asRunning(state),
    progress: data.progress ?? state.progress,
    step: data.currentStep ?? state.step,
    detail: data.phase ?? data.detail ?? null,
    endsAt: Number.isFinite(seconds) ? now + seconds * 1000 : null,
  };
}

export function withMilestones(state, ...keys) {
  return { ...asRunning(state), reached: new Set([...state.reached, ...keys]) };
}

export function succeeded(state, milestones) {
  return { ...state, ...NO_STEP, phase: 'succeeded', progress: 100, reached: new Set(milestones.map(({ key }) => key)) };
}

export function asRunning(state) {
  return state.phase === 'waiting' ? { ...state, phase: 'running' } : state;
}

export const isActive = ({ phase }) => phase === 'waiting' || phase === 'running';
