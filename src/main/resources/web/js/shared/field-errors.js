// Validation errors of a form, each under its field. The `[data-path]` node there holds the JSON pointer of the field.

import { setText } from './dom.js';

/** Shows each error under its field and focuses the first one. @returns the errors that match no field */
export function showFieldErrors(form, details) {
  const unmatched = [...details];
  let first = null;
  for (const node of form.querySelectorAll('[data-path]')) {
    const found = unmatched.findIndex(({ path }) => path === node.dataset.path);
    const input = node.parentElement.querySelector('input, textarea');
    const error = found < 0 ? null : unmatched.splice(found, 1)[0];
    setText(node, error ? `${label(input)} ${error.message}` : '');
    mark(input, error !== null);
    first ??= error && input;
  }
  first?.closest('details')?.setAttribute('open', '');
  first?.focus();
  return unmatched;
}

const label = (input) => input.labels[0].firstChild.textContent.trim();

function mark(input, invalid) {
  if (invalid) {
    input.setAttribute('aria-invalid', 'true');
  } else {
    input.removeAttribute('aria-invalid');
  }
}
