// The form of a saved article, with a preview of its Markdown.

import { MarkdownView } from '../article/markdown.js';
import { $, setText } from '../shared/dom.js';
import { showFieldErrors } from '../shared/field-errors.js';

const STATUS = { draft: 'Draft', published: 'Published' };
const preview = new MarkdownView($('preview'));

const values = () => ({ title: $('post-title').value.trim(), content: $('post-content').value });

export const editor = {
  /** @param post null hides the form */
  show(post) {
    $('post-form').hidden = post === null;
    showFieldErrors($('post-form'), []);
    setText($('post-saved'), '');
    if (post) {
      setText($('post-status'), STATUS[post.status] ?? post.status);
      setText($('post-heading'), post.title);
      setText($('publish-post'), post.status === 'published' ? 'Unpublish' : 'Publish');
      $('post-title').value = post.title;
      $('post-content').value = post.content;
      preview.show(post.content);
    }
  },

  /** @returns `{ title, content }`; null after showing an error at its field */
  validated() {
    const changes = values();
    showFieldErrors($('post-form'), changes.title ? [] : [{ path: '/title', message: 'is required' }]);
    return changes.title ? changes : null;
  },

  report: (message) => setText($('post-saved'), message),
};

$('post-content').addEventListener('input', () => {
  preview.show($('post-content').value);
  setText($('post-saved'), '');
});
