// The tab for saved articles: the list, and one of them to edit, publish, export or delete.

import { hasCredentials } from '../auth/credentials.js';
import { openSignIn } from '../auth/sign-in-dialog.js';
import { client } from '../shared/client.js';
import { $ } from '../shared/dom.js';
import { showFieldErrors } from '../shared/field-errors.js';
import { explain } from '../shared/messages.js';
import { Notice } from '../shared/notice.js';
import { confirmed } from './confirm.js';
import { editor } from './editor.js';
import { saveFile } from './export.js';
import { PostList } from './list.js';

const CONFLICT_STATUS = new Set([409, 412]);

const list = new PostList();
const notice = new Notice($('posts-panel').querySelector('.notice'));

/** The saved article that is open: `{ id, title, etag, … }`, or null. */
let post = null;
let opening = 0;
let onStateChange = () => {};

/** The panel as the entry point of the page uses it; `state` is that of the open article. */
export const drafts = {
  get state() {
    return post;
  },
  onStateChange: (action) => (onStateChange = action),
  open,
  refreshHistory,
  reset(id) {
    list.clear();
    show(null);
    refreshHistory();
    open(id);
  },
  userChanged(id = post?.id ?? null) {
    this.reset(id);
  },
};

async function refreshHistory() {
  try {
    await (await hasCredentials() ? list.refresh(post?.id) : list.clear());
  } catch {
    // Ignored: opening the tab loads the list again.
  }
}

async function open(id) {
  const request = ++opening;
  if (!id) {
    show(null);
  }
  if (id === (post?.id ?? null)) {
    refreshHistory();
    return;
  }
  notice.clear();
  await attempt(async () => {
    const found = await client.posts.get(id);
    if (request === opening) {
      show(found);
      refreshHistory();
    }
  });
}

function show(next) {
  post = next;
  $('post-empty').hidden = post !== null;
  editor.show(post);
  onStateChange();
}

/** Stores the changes, and reads the article again for its new version. */
async function store(changes, message) {
  const { id, etag } = post;
  await attempt(async () => {
    await client.posts.update(id, changes, { ifMatch: etag });
    const stored = await client.posts.get(id);
    if (post?.id === id) {
      show(stored);
      editor.report(message);
    }
    refreshHistory();
  });
}

async function save(event) {
  event.preventDefault();
  const changes = editor.validated();
  if (changes) {
    await store(changes, 'Saved');
  }
}

async function publish() {
  const isDraft = post.status !== 'published';
  const changes = editor.validated();
  if (changes) {
    await store({ ...changes, status: isDraft ? 'published' : 'draft' }, isDraft ? 'Published' : 'Back to drafts');
  }
}

async function remove() {
  const { id, title, etag } = post;
  if (!(await confirmed(`“${title}” is deleted for good. This cannot be undone.`))) {
    return;
  }
  await attempt(async () => {
    await client.posts.delete(id, { ifMatch: etag });
    show(null);
    location.hash = 'posts';
    await refreshHistory();
    $('posts-panel').querySelector('.content').focus();
  });
}

/** Exports the saved version. */
async function exportAs(format) {
  await attempt(async () => saveFile(post.title, format, await client.posts.export(post.id, format)));
}

async function attempt(action) {
  notice.clear();
  try {
    await action();
  } catch (error) {
    showError(error);
  }
}

function showError(error) {
  const { title, text } = explain(error);
  if (CONFLICT_STATUS.has(error.status)) {
    notice.show('The article has changed meanwhile', 'It was edited in another window. Your text is still in the editor: copy what you need.', {
      action: { label: 'Load the new version', run: reload },
    });
  } else if (error.status === 404) {
    notice.show('Article not found', 'It was deleted, or it belongs to another user.');
    refreshHistory();
  } else if (error.details?.length && post) {
    const others = showFieldErrors($('post-form'), error.details);
    if (others.length) {
      notice.show('The changes were rejected', others.map(({ message }) => message).join('; '));
    }
  } else {
    notice.show(title, text);
  }
  if (error.status === 401) {
    openSignIn();
  }
}

function reload() {
  const { id } = post;
  show(null);
  open(id);
}

$('post-form').addEventListener('submit', save);
$('publish-post').addEventListener('click', publish);
$('delete-post').addEventListener('click', remove);
$('export-markdown').addEventListener('click', () => exportAs('markdown'));
$('export-html').addEventListener('click', () => exportAs('html'));
$('more-posts').addEventListener('click', () => attempt(() => list.showMore(post?.id)));
