// Renders the facts read from the page in the side column. Text of the page is inserted as text, never as HTML.

import { $, renderIfChanged, element, externalLink } from '../shared/dom.js';
import { part } from './business.js';

const COLORS = ['primary', 'secondary', 'accent'];
const MAX_SHOWN = 12;

/** @param state of the analysis; null hides the section */
export function showPage(state) {
  const { page = null, ctas = [], analysis = null } = state ?? {};
  $('page-facts').hidden = !page;
  if (page) {
    renderIfChanged($('page-facts-body'), [page, ctas, analysis?.brandColors], () => facts(page, ctas, analysis?.brandColors));
  }
}

function facts({ url, title, metaDescription, headings = [] }, ctas, colors) {
  const calls = ctas.map((cta) => element('li', '', externalLink(cta.href, cta.text || cta.href, url)));
  return [
    ...part('p', 'page-title', title),
    ...part('p', 'muted', metaDescription),
    ...section('Colours', swatches(colors), 'swatches'),
    ...section('Calls to action', calls, 'links'),
    ...section('Headings', headings.map(heading), 'outline'),
  ];
}

function section(title, items, className) {
  if (!items.length) {
    return [];
  }
  const more = items.length - MAX_SHOWN;
  const list = element('ul', className, ...items.slice(0, MAX_SHOWN));
  return [element('h3', '', title), list, ...(more > 0 ? [element('p', 'help', `and ${more} more`)] : [])];
}

function heading(given) {
  const { level, text } = typeof given === 'string' ? { level: 2, text: given } : given;
  return element('li', Number(level) > 2 ? 'deeper' : '', text ?? '');
}

function swatches(colors) {
  return COLORS.filter((role) => isColor(colors?.[role])).map((role) => {
    const patch = element('span', 'swatch');
    patch.style.backgroundColor = colors[role];
    return element('li', '', patch, element('span', '', colors[role]), element('span', 'help', role));
  });
}

const isColor = (value) => typeof value === 'string' && value.length < 64 && CSS.supports('color', value);
