// Marked extensions for the placeholders in an article, before images are generated: ![IMAGE:type:description],
// ![CHART:type|title|labels|values] and [TWEET:0], [ARTICLE:0], [VIDEO:0].

const IMAGE = /^!\[IMAGE:([^:\]\n]*):?([^\]\n]*)\](?!\()/;
const CHART = /^!\[CHART:([^|\]\n]*)\|?([^|\]\n]*)\|?([^|\]\n]*)\|?([^\]\n]*)\](?!\()/;
const EMBED = /^\[(TWEET|ARTICLE|VIDEO):(\d+)\](?!\()/;
const EMBEDDED = { TWEET: 'Post', ARTICLE: 'Article', VIDEO: 'Video' };

/** A placeholder alone on its line becomes a figure; one within a sentence becomes a short note. */
function placeholder(name, pattern, figure, note) {
  const token = (level) => ({
    name: `${name}-${level}`,
    level,
    start: (text) => {
      const at = text.search(new RegExp(pattern.source.slice(1)));
      return at < 0 ? undefined : at;
    },
    tokenizer(text) {
      const match = (level === 'block' ? new RegExp(`${pattern.source}[ \\t]*(?:\\n+|$)`) : pattern).exec(text);
      return match ? { type: `${name}-${level}`, raw: match[0], parts: match.slice(1) } : undefined;
    },
    renderer: ({ parts }) => (level === 'block' ? figure : note)(...parts.map((part) => escape(part.trim()))),
  });
  return [token('block'), token('inline')];
}

const words = (name) => name.replaceAll('_', ' ');

/** `picture`: as large as the image that takes its place, so that the text does not move. */
const box = (kind, title, inside = '', size = 'picture') =>
  `<figure class="placeholder-box ${size}"><figcaption><span class="kind">${kind}</span>${title}</figcaption>${inside}</figure>`;

const aside = (kind, title) => `<span class="placeholder-note">${kind}${title ? `: ${title}` : ''}</span>`;

function bars(labels, values) {
  const names = labels.split(',').map((label) => label.trim());
  const numbers = values.split(',').map((value) => Number.parseFloat(value));
  if (!names[0] || names.length !== numbers.length || numbers.some((amount) => !(amount >= 0))) {
    return '';
  }
  const max = Math.max(...numbers) || 1;
  const rows = names.map((label, index) => `<span class="bar-label">${label}</span><span class="bar-track"><span class="bar"
    data-share="${Math.round((100 * numbers[index]) / max)}"></span></span><span class="bar-value">${values.split(',')[index].trim()}</span>`);
  return `<span class="bars">${rows.join('')}</span>`;
}

export const placeholders = [
  ...placeholder('image', IMAGE, (kind, text) => box(words(kind) || 'image', text), (kind, text) => aside(words(kind), text)),
  ...placeholder(
    'chart',
    CHART,
    (kind, title, labels, values) => box(`${words(kind)} chart`.trim(), title, bars(labels, values)),
    (kind, title) => aside(`${words(kind)} chart`.trim(), title),
  ),
  ...placeholder(
    'embed',
    EMBED,
    (kind, index) => box(EMBEDDED[kind], `number ${Number(index) + 1}`, '', 'embed'),
    (kind, index) => aside(EMBEDDED[kind], `number ${Number(index) + 1}`),
  ),
];

function escape(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
