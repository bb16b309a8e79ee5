// The staff's desk: orders held, documents asked for and sent, decisions, and deliveries by hand.

import assert from "node:assert/strict";
import { test } from "node:test";

import { glance, newVisitor } from "../support/browser.mjs";
import { withCounter } from "../support/counter.mjs";
import * as customer from "../support/customer.mjs";
import { CUSTOMERS, STAFF } from "../support/shop.mjs";
import { DESK, LANGUAGES } from "../support/words.mjs";

const words = LANGUAGES.fr;

/** The smallest picture that is one. */
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

let shop;
let browser;
let desk;
let buyer;

const settings = {
  // Nearly everything is looked at, and hosting is delivered by people.
  COMPTOIR_ORDERS_HOLD_OVER: "EUR=5",
  COMPTOIR_DELIVERY_ROUTES: "ct-web*=manual",
};

withCounter(async (opened) => {
  ({ shop, browser } = opened);
  buyer = await newVisitor(browser, { locale: words.browser });
  await customer.signIn(buyer, shop, words, CUSTOMERS.fr);
  desk = await newVisitor(browser, { locale: "en-GB" });
  await customer.signInAtDesk(desk, shop, DESK, STAFF.desk);
}, { shop: { settings } });

/** An order that is paid, and waits for the staff. */
async function heldOrder() {
  await customer.fillCart(buyer, shop, words);
  const { number } = await customer.orderCart(buyer, words);
  await customer.chooseCard(buyer, words);
  await customer.typeCard(buyer, words, customer.CARDS.paidAtOnce);
  await buyer.getByRole("heading", { level: 1, name: words.order(number), exact: true }).waitFor();
  await buyer.locator("#progress .badge").filter({ hasText: words.checking }).first().waitFor();
  return number;
}

/** The desk's page of an order in the queue. */
async function openAtDesk(number) {
  await desk.goto(`${shop.url}/desk`);
  await desk.getByRole("link", { name: number, exact: true }).click();
  await desk.getByRole("heading", { level: 1, name: DESK.order(number), exact: true }).waitFor();
}

test("the desk lets only its staff in, and an empty desk says so", async () => {
  const desk = await newVisitor(browser, { locale: "en-GB" });
  await desk.goto(`${shop.url}/desk`);
  await glance(desk, "desk: sign-in");
  await desk.getByLabel(DESK.email, { exact: true }).fill(CUSTOMERS.fr.email);
  await desk.getByLabel(DESK.password, { exact: true }).fill(CUSTOMERS.fr.password);
  await desk.getByRole("main").getByRole("button", { name: DESK.signIn }).click();
  await desk.getByRole("alert").getByText(DESK.wrong).waitFor();
  await glance(desk, "desk: sign-in, refused");
  await customer.signInAtDesk(desk, shop, DESK, STAFF.desk);
  await desk.getByRole("heading", { name: DESK.nothing }).waitFor();
  await glance(desk, "desk: empty queue");
  await desk.goto(`${shop.url}/desk/deliveries`);
  await desk.getByRole("heading", { name: DESK.nothingToDeliver }).waitFor();
  await glance(desk, "desk: no deliveries");
  await desk.goto(`${shop.url}/desk/jobs`);
  await desk.getByRole("heading", { name: DESK.nothingFailed }).waitFor();
  await glance(desk, "desk: no failed jobs");
  await desk.context().close();
});

test("an order is held, documents are asked for and sent, and it is delivered", async () => {
  const number = await heldOrder();
  await glance(buyer, "tracking, being checked");
  await desk.goto(`${shop.url}/desk`);
  await desk.getByRole("row").filter({ hasText: DESK.reason }).waitFor();
  await glance(desk, "desk: queue");
  await openAtDesk(number);
  await glance(desk, "desk: order");
  await desk.getByText(DESK.ask, { exact: true }).click();
  await desk.getByLabel(DESK.message).fill("Une photo en couleur, merci.");
  await desk.getByRole("button", { name: DESK.send }).click();
  await desk.getByRole("alert").waitFor();
  assert.equal(await desk.getByLabel(DESK.message).inputValue(), "Une photo en couleur, merci.", "what was typed stays");
  await glance(desk, "desk: order, nothing asked for");
  await desk.getByRole("checkbox", { name: DESK.identity }).check();
  await desk.getByRole("button", { name: DESK.send }).click();
  await desk.getByRole("heading", { level: 1, name: DESK.queue }).waitFor();

  // The customer's page changes by itself.
  const form = buyer.getByRole("main");
  await form.getByRole("heading", { name: words.documents.title, exact: true }).waitFor({ timeout: 60_000 });
  assert.ok(await form.getByText("Une photo en couleur, merci.").isVisible());
  await glance(buyer, "tracking, documents asked for");
  await form.getByRole("button", { name: words.documents.send }).click();
  await form.getByRole("alert").getByText(words.documents.missing).waitFor();
  const file = form.getByLabel(words.documents.file, { exact: true });
  await file.setInputFiles({ name: "moi.txt", mimeType: "text/plain", buffer: Buffer.from("C’est bien moi.") });
  await form.getByRole("button", { name: words.documents.send }).click();
  await form.getByRole("alert").getByText(words.documents.wrongType).waitFor();
  await glance(buyer, "tracking, a wrong file");
  // A name alone makes no picture.
  await file.setInputFiles({ name: "moi.png", mimeType: "image/png", buffer: Buffer.from("C’est bien moi.") });
  await form.getByRole("button", { name: words.documents.send }).click();
  await form.getByRole("alert").getByText(words.documents.wrongType).waitFor();
  await file.setInputFiles({ name: "moi.png", mimeType: "image/png", buffer: PNG });
  await form.getByRole("button", { name: words.documents.send }).click();
  await form.getByText("moi.png").waitFor();
  await glance(buyer, "tracking, a document sent");
  await buyer.goto(`${shop.url}/dashboard`);
  await glance(buyer, "dashboard, documents asked for");
  await buyer.goto(`${shop.url}/orders/${number}`);
  await form.getByRole("button", { name: words.documents.done }).click();
  await buyer.locator("#progress .badge").filter({ hasText: words.checking }).first().waitFor();

  await openAtDesk(number);
  const shown = desk.getByRole("link", { name: "moi.png" });
  const picture = await desk.request.get(new URL(await shown.getAttribute("href"), desk.url()).href);
  assert.deepEqual(await picture.body(), PNG, "the desk sees what was sent");
  await glance(desk, "desk: order, with a document");
  await desk.getByRole("button", { name: DESK.approve }).click();
  await desk.getByRole("status").getByText(DESK.approved(number)).waitFor();
  await customer.watchDelivery(buyer, words, number);
});

test("a refused order is refunded, and the customer sees it", async () => {
  const number = await heldOrder();
  await openAtDesk(number);
  await desk.getByRole("button", { name: DESK.refuse, exact: true }).click();
  const question = desk.getByRole("dialog");
  await question.waitFor();
  await glance(desk, "desk: order, about to be refused");
  await question.getByRole("button", { name: DESK.refuseSurely }).click();
  await desk.getByRole("status").getByText(DESK.refused(number)).waitFor();
  await buyer.locator("#progress .badge").filter({ hasText: words.cancelled }).first().waitFor({ timeout: 60_000 });
  await buyer.getByRole("status").getByText(words.refunded).waitFor();
  await glance(buyer, "tracking, refused");
  const letter = await customer.mail(buyer, shop, CUSTOMERS.fr.email, /vous est remboursé/);
  assert.match(letter, new RegExp(`${number}`));
});

test("a service that people deliver is delivered at the desk", async () => {
  await buyer.goto(`${shop.url}/plans/ct-web-start`);
  await buyer.getByRole("button", { name: words.addToCart }).click();
  const { number } = await customer.orderCart(buyer, words);
  await customer.chooseCard(buyer, words);
  await customer.typeCard(buyer, words, customer.CARDS.paidAtOnce);
  await buyer.getByRole("heading", { level: 1, name: words.order(number), exact: true }).waitFor();
  await desk.goto(`${shop.url}/desk/deliveries`);
  await desk.getByText(DESK.order(number)).waitFor();
  await glance(desk, "desk: deliveries");
  const access = desk.getByLabel(DESK.access);
  await access.fill("ftp.demo.example");
  await desk.getByRole("button", { name: DESK.delivered }).click();
  await desk.getByRole("alert").waitFor();
  assert.equal(await access.inputValue(), "ftp.demo.example", "what was typed stays");
  await glance(desk, "desk: deliveries, a wrong access");
  await access.fill("FTP: ftp.demo.example\n*Mot de passe: Passe-Demo-12");
  await desk.getByRole("button", { name: DESK.delivered }).click();
  await desk.getByRole("heading", { name: DESK.nothingToDeliver }).waitFor();
  await customer.watchDelivery(buyer, words, number);
  assert.ok(await buyer.getByText("ftp.demo.example").isVisible());
  assert.ok(!(await buyer.getByText("Passe-Demo-12").isVisible()), "a secret shows when it is asked for");
  await glance(buyer, "tracking, with an access");
  assert.deepEqual(buyer.faults.concat(desk.faults).filter((fault) => !fault.includes("422")), []);
});
