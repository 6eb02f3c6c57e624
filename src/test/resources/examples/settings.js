// What the test gave to this page: { server, token, job }.
export const { server, token, job } = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
const { Pressroom } = await import(`${server}/client/pressroom.js`);
export const pressroom = new Pressroom({ baseUrl: server, token });
export const example = (name) => import(`${server}/client/examples/${name}`);
