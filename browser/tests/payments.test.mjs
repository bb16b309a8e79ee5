// Payments that do not go straight: refused, left, silent, and by a card kept from the last time.

import assert from "node:assert/strict";
import { test } from "node:test";

import { glance, newVisitor } from "../support/browser.mjs";
import { withCounter } from "../support/counter.mjs";
import * as customer from "../support/customer.mjs";
import { CUSTOMERS } from "../support/shop.mjs";
import { LANGUAGES } from "../support/words.mjs";

const { CARDS } = customer;

let shop;
let browser;

withCounter((opened) => ({ shop, browser } = opened));

/** A known customer with an order to pay. */
async function withOrder(language, look) {
  const words = LANGUAGES[language];
  const page = await newVisitor(browser, { locale: words.browser });
  await customer.signIn(page, shop, words, CUSTOMERS[language]);
  await customer.fillCart(page, shop, words, look);
  return { page, words, ...(await customer.orderCart(page, words)) };
}

/** The order has one invoice, of all of it. */
async function expectOneInvoice(page, words, number) {
  await page.goto(`${shop.url}/invoices`);
  const rows = page.getByRole("row").filter({ has: page.locator(`a[href="/orders/${number}"]`) });
  assert.equal(await rows.count(), 1, "one order, one invoice");
  assert.ok(await rows.getByText(words.paid).isVisible());
}

test("a refused card says why, and another one pays the same order", async () => {
  const { page, words, number } = await withOrder("fr");
  await customer.chooseCard(page, words);
  await customer.typeCard(page, words, CARDS.noFunds);
  await page.getByRole("heading", { name: words.refused }).waitFor();
  assert.ok(await page.getByText(words.noFunds).isVisible());
  await glance(page, "pay, refused");
  await customer.chooseCard(page, words, { keep: true });
  await customer.typeCard(page, words, CARDS.paidAtOnce);
  await customer.watchDelivery(page, words, number);
  await expectOneInvoice(page, words, number);
  await page.context().close();
});

test("a card kept from the last payment pays the next one without being typed again", async () => {
  const { page, words, number } = await withOrder("fr", glance);
  const kept = page.getByRole("radio", { name: /•••• 1003/ });
  assert.ok(await kept.isChecked(), "the default method is chosen already");
  await glance(page, "pay, with a kept card");
  await page.getByRole("main").getByRole("button", { name: words.pay }).click();
  await customer.watchDelivery(page, words, number);
  await page.goto(`${shop.url}/payment-methods`);
  assert.ok(await page.getByText("•••• 1003").isVisible());
  await glance(page, "payment methods");
  await page.context().close();
});

test("a customer who leaves the payment page finds the order again and pays it", async () => {
  const { page, words, number } = await withOrder("fr");
  await customer.chooseCard(page, words);
  await page.goto(`${shop.url}/orders`);
  await glance(page, "orders, one to pay");
  await page.goto(`${shop.url}/dashboard`);
  await glance(page, "dashboard, one to pay");
  await page.getByRole("link", { name: words.pay }).first().click();
  await customer.chooseCard(page, words);
  await page.getByRole("button", { name: words.provider.cancel }).click();
  await page.getByText(words.howToPay).first().waitFor();
  await customer.chooseCard(page, words);
  await customer.typeCard(page, words, CARDS.paidAtOnce);
  await customer.watchDelivery(page, words, number);
  await expectOneInvoice(page, words, number);
  await page.context().close();
});

test("a payment that the bank confirms later is waited for on a page that changes by itself", async () => {
  const { page, words, number } = await withOrder("fr");
  await customer.chooseCard(page, words);
  await customer.typeCard(page, words, CARDS.paidLater);
  await page.getByRole("heading", { name: words.waiting }).waitFor();
  await glance(page, "pay, being confirmed");
  await customer.passTime(page, shop, "hour");
  await customer.watchDelivery(page, words, number);
  await expectOneInvoice(page, words, number);
  await page.context().close();
});

test("a provider that takes the money and falls silent is asked before another payment begins", async () => {
  const { page, words, number } = await withOrder("en");
  await customer.chooseCard(page, words);
  await customer.typeCard(page, words, CARDS.answerLost);
  await page.getByRole("heading", { name: words.provider.lost }).waitFor();
  await glance(page, "provider: no answer");
  // The customer knows of no payment and wants to pay with another card: the portal asks, and finds the order paid.
  await page.goto(`${shop.url}/orders/${number}/pay`);
  await page.getByRole("radio", { name: words.card }).check();
  await page.getByRole("main").getByRole("button", { name: words.pay }).click();
  await customer.watchDelivery(page, words, number);
  await expectOneInvoice(page, words, number);
  await page.context().close();
});

test("a payment that nobody answered for is found by itself", async () => {
  const { page, words, number } = await withOrder("en");
  await customer.chooseCard(page, words);
  await customer.typeCard(page, words, CARDS.answerLost);
  await page.getByRole("heading", { name: words.provider.lost }).waitFor();
  await page.goto(`${shop.url}/orders/${number}`);
  await customer.passTime(page, shop, "hour");
  await customer.watchDelivery(page, words, number);
  await expectOneInvoice(page, words, number);
  await page.context().close();
});

test("a payment that never reached the bank is not waited for", async () => {
  const { page, words, number } = await withOrder("en");
  await customer.chooseCard(page, words);
  await customer.typeCard(page, words, CARDS.requestLost);
  await page.getByRole("heading", { name: words.provider.lost }).waitFor();
  await page.goto(`${shop.url}/orders/${number}/pay`);
  await customer.chooseCard(page, words);
  await customer.typeCard(page, words, CARDS.paidAtOnce);
  await customer.watchDelivery(page, words, number);
  await expectOneInvoice(page, words, number);
  await page.context().close();
});
