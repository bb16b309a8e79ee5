// What was delivered lives on: a service is set to be renewed by hand and back, and is paid for ahead.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fitsPhone, inspect, newVisitor } from "../support/browser.mjs";
import { withCounter } from "../support/counter.mjs";
import * as customer from "../support/customer.mjs";
import { CUSTOMERS } from "../support/shop.mjs";
import { LANGUAGES } from "../support/words.mjs";

let shop;
let browser;

withCounter((opened) => ({ shop, browser } = opened));

/** Buys a server with a card that is kept, without waiting on a page that changes by itself. */
async function buy(page, words, who) {
  await customer.signIn(page, shop, words, who);
  await customer.fillCart(page, shop, words);
  const { number } = await customer.orderCart(page, words);
  await customer.chooseCard(page, words, { keep: true });
  await customer.typeCard(page, words, customer.CARDS.paidAtOnce);
  await page.getByRole("heading", { level: 1, name: words.order(number), exact: true }).waitFor({ timeout: 60_000 });
}

/** The page of the newest service, once it is delivered: the list is looked at until it is there. */
async function openService(page, words) {
  const link = page.locator("main td.main-cell a").first();
  for (let looks = 0; looks < 60; looks += 1) {
    await page.goto(`${shop.url}/services`);
    if (await link.isVisible()) break;
    await page.waitForTimeout(500);
  }
  await page.getByRole("heading", { level: 1, name: words.services.title }).waitFor();
  const name = await link.innerText();
  await link.click();
  await page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
  return new URL(page.url()).pathname;
}

/** The month and year a service renews in, or the day it is to be renewed before, as its page says. */
const effect = (page) => page.locator("dl.facts dd").first().innerText();

for (const { language, scripts } of [
  { language: "fr", scripts: true },
  { language: "en", scripts: false },
]) {
  test(`a renewal is set, set back and paid ahead in ${language}, ${scripts ? "with" : "without"} scripts`, async () => {
    const words = LANGUAGES[language];
    const said = words.services;
    const look = scripts ? inspect : fitsPhone;
    const page = await newVisitor(browser, { locale: words.browser, scripts });
    await buy(page, words, CUSTOMERS[language]);
    const place = await openService(page, words);
    await look(page, "service");
    const soon = await effect(page);
    assert.match(soon, said.inMonth);

    // By hand: the summary says what happens at the end, and nothing is changed before it is confirmed.
    await page.getByRole("link", { name: said.configure }).click();
    await page.getByRole("radio", { name: said.manual }).check();
    await look(page, "renewal");
    await page.getByRole("button", { name: said.next }).click();
    await page.getByText(said.warning).waitFor();
    await look(page, "renewal, by hand");
    await page.getByRole("button", { name: said.confirm }).click();
    await page.getByText(said.nowManual).waitFor();
    assert.equal(new URL(page.url()).pathname, place);
    assert.match(await effect(page), said.before);

    // Back to automatic, by the quarter: the next debits are shown first, with the card.
    await page.getByRole("link", { name: said.configure }).click();
    await page.getByRole("radio", { name: said.automatic }).check();
    await page.getByLabel(said.every).selectOption("3");
    await page.getByRole("button", { name: said.next }).click();
    await page.getByText(said.debits).first().waitFor();
    assert.equal(await page.locator("main tbody tr").count(), 3);
    assert.match(await page.getByRole("main").innerText(), /••••/);
    await look(page, "renewal, automatic");
    await page.getByRole("button", { name: said.confirm }).click();
    await page.getByText(said.nowAutomatic).waitFor();
    assert.equal(await effect(page), soon);

    // Ahead, for a year: the new end and the price stand beside the length, and come true.
    await page.getByRole("link", { name: said.ahead }).click();
    const year = page.locator("label.choice", { has: page.getByRole("radio", { name: said.year }) });
    await page.getByRole("radio", { name: said.year }).check();
    const price = await year.locator(".much").innerText();
    const until = (await year.locator(".hint").innerText()).match(said.until)[1];
    await look(page, "renew");
    await page.getByRole("button", { name: said.goToPayment }).click();
    await page.getByText(words.howToPay).first().waitFor();
    assert.equal(await page.locator(".sums .total dd").first().innerText(), price);
    await page.getByRole("radio", { name: /••••/ }).check();
    await page.getByRole("main").getByRole("button", { name: words.pay }).click();
    await page.waitForURL(/\/orders\/\d+$/, { timeout: 60_000 });
    await page.goto(shop.url + place);
    const paid = page.getByText(said.paidUntil).first();
    await customer.reloadUntil(page, paid);
    assert.equal((await paid.innerText()).match(said.paidUntil)[1].split(" ").at(-1), until.split(" ").at(-1));
    assert.equal((await effect(page)).match(/\d{4}/)[0], until.match(/\d{4}/)[0], "it renews a year later");
    await look(page, "service, paid ahead");
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
}

test("several services are chosen, and what is left out says why", async () => {
  const words = LANGUAGES.fr;
  const said = words.services;
  const page = await newVisitor(browser, { locale: words.browser });
  await customer.signIn(page, shop, words, CUSTOMERS.fr);
  await customer.fillCart(page, shop, words);
  const { number } = await customer.orderCart(page, words);
  await page.getByRole("radio", { name: /••••/ }).check();
  await page.getByRole("main").getByRole("button", { name: words.pay }).click();
  await customer.watchDelivery(page, words, number);
  await page.goto(`${shop.url}/services`);
  assert.equal(await page.locator("main tbody tr").count(), 2);
  await page.locator("[data-tick-all]").check();
  await inspect(page, "services, ticked");
  // One that was paid for a year ahead is there already; the other is brought to it.
  await page.getByRole("button", { name: said.align }).click();
  await page.getByText(said.leftOut).first().waitFor();
  await inspect(page, "align");
  await page.getByRole("button", { name: said.goToPayment }).click();
  await page.getByText(words.howToPay).first().waitFor();
  await page.goto(`${shop.url}/services`);
  await page.locator("[data-tick-all]").check();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.locator("#bulk").getByRole("button", { name: /CSV/ }).click(),
  ]);
  const table = (await customer.bytes(download)).toString();
  assert.equal(table.trim().split("\r\n").length, 3);
  await page.goto(`${shop.url}/services?status=manual`);
  await page.getByRole("heading", { name: said.none }).waitFor();
  await page.context().close();
});
