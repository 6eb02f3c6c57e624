// Two dialogs: one asks the operator before an action, the other shows that something is under way.

import { linked } from '../../client/lib/abort.js';
import { $, setText } from '../shared/dom.js';
import { h } from './dom.js';

let check = () => '';

/**
 * Asks before an action. Resolves with the values of the fields by their names, or with null when it is not confirmed.
 *
 * @param options `title`, `text`, `ok` (label of the button), `fields`: `{ name, label, help?, ...attributes }`, `verify(values)`
 *     (returns why the values are refused, or an empty text)
 */
export function ask({ title, text, ok, fields = [], verify = () => '' }) {
  setText($('ask-title'), title);
  setText($('ask-text'), text);
  setText($('ask-ok'), ok);
  setText($('ask-error'), '');
  $('ask-fields').replaceChildren(...fields.map(field));
  check = verify;
  const dialog = $('ask');
  dialog.returnValue = '';
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'ok' ? values() : null), { once: true });
    dialog.showModal();
    (dialog.querySelector('input') ?? $('ask-cancel')).focus();
  });
}

function field({ name, label, help, ...attributes }) {
  const id = `ask-${name}`;
  return h(
    'div',
    { class: 'field' },
    h('label', { for: id }, label),
    h('input', { id, name, autocomplete: 'off', 'aria-describedby': `${id}-help ask-error`, ...attributes }),
    h('p', { class: 'help', id: `${id}-help` }, help ?? ''),
  );
}

const values = () => Object.fromEntries([...$('ask-fields').querySelectorAll('input')].map((input) => [input.name, input.value.trim()]));

$('ask-form').addEventListener('submit', (event) => {
  const problem = event.submitter?.value === 'cancel' ? '' : check(values());
  setText($('ask-error'), problem);
  if (problem) {
    event.preventDefault();
  }
});

/**
 * Shows a dialog while `run(update, signal)` is under way; `update` replaces its text. “Abort” and Escape abort the signal.
 * Resolves and rejects as `run` does.
 */
export async function busy(title, run) {
  const work = linked();
  const dialog = $('busy');
  const abort = () => work.abort();
  setText($('busy-title'), title);
  setText($('busy-text'), '');
  $('busy-abort').addEventListener('click', abort);
  dialog.addEventListener('cancel', abort);
  dialog.showModal();
  try {
    return await run((text) => setText($('busy-text'), text), work.signal);
  } finally {
    $('busy-abort').removeEventListener('click', abort);
    dialog.removeEventListener('cancel', abort);
    dialog.close();
  }
}
