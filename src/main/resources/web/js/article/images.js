// Images of a finished article: whether they were generated, and generating them.

import { client } from '../shared/client.js';

const PLACEHOLDER = /!\[(?:IMAGE|CHART):/;

/** The text of the saved post, which may have images since the job has finished. Rejects with a PressroomError. */
export async function savedText(state) {
  return (await client.posts.get(state.post.id)).content;
}

export const withText = (state, text) => withImages({ ...state, text }, PLACEHOLDER.test(text) ? 'todo' : 'done');

export const withImages = (state, images) => ({ ...state, post: { ...state.post, images } });

/**
 * Generates the images. Sends the text with all its placeholders: the service keeps images that exist already.
 *
 * @returns `{ text, failure }`: the article with its images, and an error message or null; rejects with a PressroomError
 */
export async function generateImages({ post }) {
  const { success, content, message } = await client.images.generate({
    blogPostId: post.id,
    content: post.written,
    topic: post.topic,
    organizationId: post.organizationId,
  });
  return { text: content, failure: success ? null : message };
}
