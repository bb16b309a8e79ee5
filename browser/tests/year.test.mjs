// A year passes at the time machine: renewals by themselves, then a card that is refused, a suspension and a payment.

import assert from "node:assert/strict";
import { test } from "node:test";

import { glance, newVisitor } from "../support/browser.mjs";
import { withCounter } from "../support/counter.mjs";
import * as customer from "../support/customer.mjs";
import { CUSTOMERS } from "../support/shop.mjs";
import { LANGUAGES } from "../support/words.mjs";

let shop;
let browser;

withCounter((opened) => ({ shop, browser } = opened));

/** What the pages of a service say of it. */
const SERVICE = {
  fr: {
    renewsAlone: "Renouvellement automatique",
    active: "Actif",
    invoiceMail: /FR000000\d\d/,
  },
  en: {
    toPay: "Invoice to pay",
    payBalance: "Pay my balance now",
    validAnHour: /valid for one hour/,
    makeOrder: /Make the order and pay/,
    suspended: "Suspended",
    active: "Active",
    renewsAlone: "Automatic renewal",
    refusedMail: /was refused/,
    suspendedMail: /Your service is suspended/,
    reopenedMail: /your service is open again/,
  },
};

/** Buys a server with a card that is kept; answers the path of its page. */
async function buyServer(page, words, card) {
  await customer.fillCart(page, shop, words);
  const { number } = await customer.orderCart(page, words);
  await customer.chooseCard(page, words, { keep: true });
  await customer.typeCard(page, words, card);
  await customer.watchDelivery(page, words, number);
  const link = page.getByRole("main").getByRole("link", { name: /^srv-/ }).first();
  return new URL(await link.getAttribute("href"), shop.url).pathname;
}

/** A state or status of a service, on its page. */
function badge(page, text) {
  return page.locator("main .badge").filter({ hasText: text }).first();
}

test("twelve months renew by themselves, each with its invoice and its e-mails", async () => {
  const words = LANGUAGES.fr;
  const said = SERVICE.fr;
  const page = await newVisitor(browser, { locale: words.browser });
  await customer.signIn(page, shop, words, CUSTOMERS.fr);
  const service = await buyServer(page, words, customer.CARDS.paidAtOnce);
  for (let month = 1; month <= 13; month += 1) {
    await customer.passTime(page, shop, "month");
    await page.goto(`${shop.url}${service}`);
    // Thirty days a jump: the thirteenth is past the twelfth renewal.
    const billed = month === 13 ? 13 : month;
    await customer.lookUntil(page, async () => {
      await page.goto(`${shop.url}/invoices`);
      return (await page.locator("tbody").getByRole("row").count()) >= billed;
    });
  }
  assert.equal(await page.locator("tbody").getByRole("row").count(), 13, "the first invoice and twelve more");
  assert.equal(await page.locator("tbody").getByText(words.paid).count(), 13);
  await glance(page, "invoices, a year of them");
  await page.goto(`${shop.url}${service}`);
  assert.ok(await badge(page, said.renewsAlone).isVisible());
  assert.ok(await badge(page, said.active).isVisible());
  await glance(page, "a service of a year");
  await customer.mail(page, shop, CUSTOMERS.fr.email, said.invoiceMail);
  await page.context().close();
});

test("a card that refuses a renewal leads to a reminder, a suspension, and a payment that opens it again", async () => {
  const words = LANGUAGES.en;
  const said = SERVICE.en;
  const { email } = CUSTOMERS.en;
  const page = await newVisitor(browser, { locale: words.browser });
  await customer.signIn(page, shop, words, CUSTOMERS.en);
  const service = await buyServer(page, words, customer.CARDS.refusedAlone);
  // To the day of its renewal, and a few days after it.
  await customer.passTime(page, shop, "month");
  await customer.passTime(page, shop, "week");
  const says = (text) => async () => {
    await page.goto(`${shop.url}${service}`);
    return badge(page, text).isVisible();
  };
  await customer.lookUntil(page, says(said.toPay));
  await glance(page, "a service to pay");
  await customer.mail(page, shop, email, said.refusedMail);
  await customer.passTime(page, shop, "week");
  await customer.lookUntil(page, says(said.suspended));
  await glance(page, "a suspended service");
  await customer.mail(page, shop, email, said.suspendedMail);
  // By the balance of the dashboard, with another card.
  await page.goto(`${shop.url}/dashboard`);
  await glance(page, "a balance to pay");
  await page.goto(`${shop.url}/invoices`);
  await glance(page, "invoices, one of them due");
  await page.getByRole("main").getByRole("link", { name: said.payBalance }).click();
  await page.getByText(said.validAnHour).waitFor();
  await glance(page, "what is due, before it is ordered");
  await page.getByRole("main").getByRole("button", { name: said.makeOrder }).click();
  await page.waitForURL(/\/orders\/\d+\/pay/);
  await glance(page, "an order that pays what is due");
  await customer.chooseCard(page, words);
  await customer.typeCard(page, words, customer.CARDS.paidAtOnce);
  await customer.lookUntil(page, says(said.active));
  assert.ok(await badge(page, said.renewsAlone).isVisible());
  await customer.mail(page, shop, email, said.reopenedMail);
  await glance(page, "a service that is open again");
  await page.context().close();
});
