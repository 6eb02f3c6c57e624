// The order form: from its fields to a request, and from the answer's faults back to its fields.

import { organizationId } from '../caller/caller.js';
import { $, say } from '../shared/dom.js';
import { showFaults } from '../shared/faults.js';

const EXAMPLE = {
  title: 'Keeping a sourdough starter through the winter',
  subheader: 'Why a cold kitchen is no excuse',
  business: 'A bakery with a small school',
  audience: 'People baking at home for the first time',
  instructions: 'Friendly and practical, no chemistry.',
  ctaText: 'Join our Saturday class',
  ctaHref: 'https://example.com/classes',
};

let organization = null;

const fields = () => $('order').elements;
const value = (name) => fields()[name].value.trim();

export async function requestBody() {
  return {
    topic: pruned({ title: value('title'), subheader: value('subheader') }),
    businessInfo: pruned({ businessType: value('business'), targetAudience: value('audience') }),
    organizationId: organization ?? (await organizationId()),
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
  showFaults($('order'), faults);
  return faults.length === 0;
}

export function fillExample() {
  fill(EXAMPLE);
  $('order').querySelector('details').open = true;
  $('write').focus();
}

/** @param brief what an analysis suggests: `title`, `subheader`, `business`, `audience`, `organization` `{ id, name }` */
export function fillBrief({ organization: analysed, ...texts }) {
  fill(texts);
  writeFor(analysed);
  $('title').focus();
}

function fill(texts) {
  for (const input of $('order').querySelectorAll('input, textarea')) {
    input.value = cut(texts[input.name] ?? '', input.maxLength);
  }
  writeFor(null);
  showFaults($('order'), []);
}

const cut = (text, most) => (text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text);

/** Whose analysed website the writer may use; null: nobody's. */
export function writeFor(analysed) {
  organization = analysed?.id ?? null;
  $('written-for').hidden = !analysed;
  say($('written-for-name'), analysed?.name ?? '');
}
