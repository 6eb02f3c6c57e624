// The dialog before a draft is deleted.

import { $, setText } from '../shared/dom.js';

/** Resolves with true when the user has confirmed; closing the dialog with Escape keeps the draft. */
export function confirmed(text) {
  const dialog = $('delete-dialog');
  setText($('delete-text'), text);
  dialog.returnValue = '';
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'delete'), { once: true });
    dialog.showModal();
  });
}
