// Repeated loading while a view is open.

import { sleep } from '../../client/lib/abort.js';

/**
 * Calls `load()` again and again with a pause of `millis` before each call, while the page is shown, until the signal is
 * aborted. An error is reported, and the next call may succeed.
 */
export async function every(millis, load, signal, report) {
  while (!signal.aborted) {
    await sleep(millis, signal).catch(() => {});
    if (!signal.aborted && document.visibilityState !== 'hidden') {
      await load().catch((error) => signal.aborted || report(error));
    }
  }
}
