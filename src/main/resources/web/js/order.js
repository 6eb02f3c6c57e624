// The order form: from its fields to a request, and from the answer's faults back to its fields.

import { organizationId } from './session.js';
import { $, say } from './view.js';

const EXAMPLE = {
  title: 'Keeping a sourdough starter through the winter',
  subheader: 'Why a cold kitchen is no excuse',
  business: 'A bakery with a small school',
  audience: 'People baking at home for the first time',
  instructions: 'Friendly and practical, no chemistry.',
  ctaText: 'Join our Saturday class',
  ctaHref: 'https://example.com/classes',
};

const fields = () => $('order').elements;
const value = (name) => fields()[name].value.trim();

export async function requestBody() {
  return {
    topic: pruned({ title: value('title'), subheader: value('subheader') }),
    businessInfo: pruned({ businessType: value('business'), targetAudience: value('audience') }),
    organizationId: await organizationId(),
    ...pruned({ additionalInstructions: value('instructions') }),
    options: { autoSave: true, status: 'draft', includeVisuals: true },
    ...callsToAction(),
  };
}

const pruned = (members) => Object.fromEntries(Object.entries(members).filter(([, text]) => text !== ''));

function callsToAction() {
  const cta = { text: value('ctaText'), href: value('ctaHref') };
  return cta.text || cta.href ? { ctas: [{ ...cta, type: 'primary', placement: 'end-of-post' }] } : {};
}

/** Marks what can be known to be wrong before asking the server. @returns whether the order can be sent */
export function check() {
  const faults = [];
  if (!value('title')) {
    faults.push({ path: '/topic/title', message: 'needs a few words' });
  }
  if (value('ctaText') && !value('ctaHref')) {
    faults.push({ path: '/ctas/0/href', message: 'is missing: where should the call to action lead?' });
  }
  if (value('ctaHref') && !value('ctaText')) {
    faults.push({ path: '/ctas/0/text', message: 'is missing: what should the link say?' });
  }
  return showFaults(faults).length === faults.length && faults.length === 0;
}

/** Puts each fault at its field. @returns those that belong to none */
export function showFaults(details) {
  const homeless = [...details];
  let first = null;
  for (const node of $('order').querySelectorAll('[data-path]')) {
    const found = homeless.findIndex(({ path }) => path === node.dataset.path);
    const input = node.parentElement.querySelector('input, textarea');
    const fault = found < 0 ? null : homeless.splice(found, 1)[0];
    say(node, fault ? `${label(input)} ${fault.message}` : '');
    input.toggleAttribute('aria-invalid', fault !== null);
    first ??= fault && input;
  }
  first?.closest('details')?.setAttribute('open', '');
  first?.focus();
  return homeless;
}

const label = (input) => input.labels[0].firstChild.textContent.trim();

export function fillExample() {
  for (const [name, text] of Object.entries(EXAMPLE)) {
    fields()[name].value = text;
  }
  showFaults([]);
  $('order').querySelector('details').open = true;
  $('write').focus();
}
