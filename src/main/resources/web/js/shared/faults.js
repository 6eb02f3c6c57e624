// What is wrong with a form, each at its field: a `[data-path]` node under the field names the part of the request.

import { say } from './dom.js';

/** Puts each fault at its field and goes to the first. @returns those that belong to none */
export function showFaults(form, details) {
  const homeless = [...details];
  let first = null;
  for (const node of form.querySelectorAll('[data-path]')) {
    const found = homeless.findIndex(({ path }) => path === node.dataset.path);
    const input = node.parentElement.querySelector('input, textarea');
    const fault = found < 0 ? null : homeless.splice(found, 1)[0];
    say(node, fault ? `${label(input)} ${fault.message}` : '');
    mark(input, fault !== null);
    first ??= fault && input;
  }
  first?.closest('details')?.setAttribute('open', '');
  first?.focus();
  return homeless;
}

const label = (input) => input.labels[0].firstChild.textContent.trim();

function mark(input, wrong) {
  if (wrong) {
    input.setAttribute('aria-invalid', 'true');
  } else {
    input.removeAttribute('aria-invalid');
  }
}
