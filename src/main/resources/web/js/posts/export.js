// Saves an exported article as a file.

const FORMATS = {
  markdown: { type: 'text/markdown', extension: 'md' },
  html: { type: 'text/html', extension: 'html' },
};
const MAX_NAME = 80;
const KEPT_MILLIS = 10_000;

/** @param format `markdown` or `html` */
export function saveFile(title, format, text) {
  const { type, extension } = FORMATS[format];
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  Object.assign(link, { href: url, download: `${fileName(title)}.${extension}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MILLIS);
}

/** Letters and digits of any script, other characters as one hyphen. */
export function fileName(title) {
  const words = title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, MAX_NAME);
  return words.replace(/^-+|-+$/g, '') || 'article';
}
