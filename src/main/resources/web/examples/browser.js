// An article in a page. The element with the id "article" shows it while it is written.
// The page keeps the token of its user in sessionStorage, where a reload finds it. To try this page in development, run
// sessionStorage.setItem('example-token', '…') in the console of the browser, with the token that the service prints.
import { Pressroom } from '/client/pressroom.js';

const pressroom = new Pressroom({ baseUrl: location.origin, getToken: () => sessionStorage.getItem('example-token') });

const job = await pressroom.articles.create({
  topic: { title: 'Watering succulents' },
  businessInfo: { businessType: 'Garden centre' },
  organizationId: '7d0f2a36-95a1-4a58-a0c7-2f3b1a6d9c11',
});
const article = document.getElementById('article');
for await (const text of job.text({ whole: true })) article.textContent = text;
document.title = (await job.result()).data.title;
