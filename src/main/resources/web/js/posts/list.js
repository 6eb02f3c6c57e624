// The list of saved articles. A response is dropped when a newer request was sent meanwhile.

import { client } from '../shared/client.js';
import { $, element } from '../shared/dom.js';
import { when } from '../shared/time.js';

const PAGE_SIZE = 12;

export class PostList {
  #cursor = null;
  #request = 0;

  async refresh(openId) {
    await this.#load({}, (entries) => $('post-list').replaceChildren(...entries), openId);
  }

  async showMore(openId) {
    await this.#load({ cursor: this.#cursor }, (entries) => $('post-list').append(...entries), openId);
  }

  clear() {
    this.#request++;
    $('post-list').replaceChildren();
    $('posts-empty').hidden = false;
    $('more-posts').hidden = true;
  }

  async #load(more, show, openId) {
    const request = ++this.#request;
    const { posts, nextCursor } = await client.posts.list({ limit: PAGE_SIZE, ...more });
    if (request === this.#request) {
      show(posts.map((post) => entry(post, openId)));
      this.#cursor = nextCursor;
      $('posts-empty').hidden = $('post-list').childElementCount > 0;
      $('more-posts').hidden = !nextCursor;
    }
  }
}

function entry({ id, title, status, updatedAt }, openId) {
  const link = element('a', '', title || 'Untitled article');
  link.href = `#posts=${id}`;
  if (id === openId) {
    link.setAttribute('aria-current', 'true');
  }
  const time = element('time', '', when(updatedAt));
  time.dateTime = updatedAt;
  return element('li', status, link, element('span', 'help', time, ` · ${status === 'published' ? 'Published' : 'Draft'}`));
}
