// What a test file stands in front of: a shop of its own and a browser, opened before its tests and closed after them.

import { after, before } from "node:test";

import { openBrowser } from "./browser.mjs";
import { openShop } from "./shop.mjs";

/** Opens a shop and a browser together; `close` ends both, whatever became of them. */
export async function openCounter({ shop: shopOptions, browser: browserOptions } = {}) {
  const opened = await Promise.allSettled([openShop(shopOptions), openBrowser(browserOptions)]);
  const [shop, browser] = opened.map(({ value }) => value);
  const close = async () => {
    await browser?.close();
    await shop?.stop();
  };
  const failed = opened.find(({ status }) => status === "rejected");
  if (failed) {
    await close();
    throw failed.reason;
  }
  return { shop, browser, close };
}

/** The same for all the tests of a file; `ready` is given the shop and the browser before the first of them. */
export function withCounter(ready, options) {
  let counter;
  before(async () => {
    counter = await openCounter(options);
    await ready(counter);
  });
  after(() => counter?.close());
}
