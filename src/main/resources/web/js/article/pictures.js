// The pictures of a finished article: whether it still wants them, and how they are made.

import { call } from '../shared/api.js';

const PLACEHOLDER = /!\[(?:IMAGE|CHART):/;

/** The article as it is saved by now: pictures may have been made since its job was done. Rejects with an ApiError. */
export async function savedText(state) {
  const { post } = await call('GET', `/api/v1/posts/${state.post.id}`);
  return post.content;
}

export const withText = (state, text) => withPictures({ ...state, text }, PLACEHOLDER.test(text) ? 'wanted' : 'made');

export const withPictures = (state, pictures) => ({ ...state, post: { ...state.post, pictures } });

/**
 * Sends the text as it was written, so that only what is missing is made when some pictures were made before.
 *
 * @returns `{ text, failure }`: the article with its pictures, and in words what failed; rejects with an ApiError
 */
export async function makePictures({ post }) {
  const { success, content, message } = await call('POST', '/api/images/generate-for-blog', {
    body: { blogPostId: post.id, content: post.written, topic: post.topic, organizationId: post.organizationId },
  });
  return { text: content, failure: success ? null : message };
}
