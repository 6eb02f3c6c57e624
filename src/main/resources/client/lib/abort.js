// Waiting that an AbortSignal ends.

/**
 * A controller that is also aborted by `signal`. Call `unlink()` when the work is over: a long-lived signal would keep
 * each of its listeners.
 */
export function linked(signal) {
  const controller = new AbortController();
  const follow = () => controller.abort(signal.reason);
  if (signal?.aborted) {
    follow();
  }
  signal?.addEventListener('abort', follow);
  controller.unlink = () => signal?.removeEventListener('abort', follow);
  return controller;
}

/** Settles as `promise` does; rejects with the reason of the signal when that is aborted first. */
export function abortable(promise, signal) {
  if (!signal) {
    return promise;
  }
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) {
      stop();
    }
    signal.addEventListener('abort', stop);
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/**
 * Resolves after so many milliseconds, or when the browser is online again or its tab is shown again: timers of a hidden
 * tab may be late. Rejects with the reason of the signal when that is aborted.
 */
export async function sleep(millis, signal, { wakeable = false } = {}) {
  let wake;
  const woken = new Promise((resolve) => (wake = resolve));
  const timer = setTimeout(wake, millis);
  const forget = wakeable ? onWake(wake) : () => {};
  try {
    await abortable(woken, signal);
  } finally {
    clearTimeout(timer);
    forget();
  }
}

function onWake(action) {
  const shown = () => globalThis.document?.visibilityState !== 'hidden' && action();
  const targets = [
    [globalThis.window, 'online', action],
    [globalThis.document, 'visibilitychange', shown],
    [globalThis.document, 'resume', action],
  ].filter(([target]) => target?.addEventListener);
  targets.forEach(([target, name, listener]) => target.addEventListener(name, listener));
  return () => targets.forEach(([target, name, listener]) => target.removeEventListener(name, listener));
}
