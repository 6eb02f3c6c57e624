// Pausing and resuming everything, a type or a tenant.

import { put, remove } from './api.js';
import { ask } from './dialogs.js';
import { words } from './format.js';

export const isPaused = (pauses, scope) => pauses.some((pause) => pause.scope === scope);

export const scopeName = (scope) => (scope === 'all' ? 'everything' : words(scope.replace(':', ' ')));

export async function pause(scope, done) {
  const answer = await ask({
    title: `Pause ${scopeName(scope)}?`,
    text: 'Queued jobs wait, and none is lost. Running ones go on, and new ones can be created.',
    ok: 'Pause',
    fields: [{ name: 'reason', label: 'Reason', maxlength: 500, help: 'Shown to other operators. May be empty.' }],
  });
  if (answer) {
    await put('/pauses', { scope, reason: answer.reason || null });
    done(`Paused: ${scopeName(scope)}.`);
  }
}

export async function resume(scope, done) {
  await remove('/pauses', { scope });
  done(`Resumed: ${scopeName(scope)}.`);
}
