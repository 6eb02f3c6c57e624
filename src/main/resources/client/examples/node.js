// Node 18 or newer: writes one article and prints it while it is written.
//   PRESSROOM_URL=http://localhost:8080 PRESSROOM_TOKEN=… node node.js "Watering succulents"

import { randomUUID } from 'node:crypto';
import { JobFailed, Pressroom } from 'pressroom-client';

const pressroom = new Pressroom({ baseUrl: process.env.PRESSROOM_URL, token: process.env.PRESSROOM_TOKEN });
const job = await pressroom.articles.create({
  topic: { title: process.argv[2] ?? 'Watering succulents' },
  businessInfo: {},
  organizationId: randomUUID(),
});
try {
  // A terminal cannot take text back: a line divides a text that was interrupted from the one that replaces it.
  const onRestart = () => process.stdout.write('\n\n--- The job has started again. Its text from the beginning: ---\n\n');
  for await (const text of job.text({ onRestart })) process.stdout.write(text);
  const { savedPost } = await job.result();
  console.error(`\nSaved as post ${savedPost.id}`);
} catch (error) {
  if (!(error instanceof JobFailed)) throw error;
  console.error(`\n${error.message} (${error.errorCode})${error.retryable ? ' It can be tried again.' : ''}`);
  process.exitCode = 1;
}
