// A catalogue as a provider publishes it: the plan its customers know, at the published price and tax.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { inspect, newVisitor } from "../support/browser.mjs";
import { openCounter } from "../support/counter.mjs";
import * as customer from "../support/customer.mjs";
import { CUSTOMERS } from "../support/shop.mjs";
import { LANGUAGES } from "../support/words.mjs";

const CATALOGUE = fileURLToPath(new URL("../../../shared/data/catalogs/eco-FR.json", import.meta.url));
const missing = !existsSync(CATALOGUE);
if (missing) console.log(`skipped: there is no ${CATALOGUE}`);

test("RISE-1 with 64 GB is sold at its published price and tax", { skip: missing }, async (t) => {
  const { shop, browser, close } = await openCounter({ shop: { args: ["--catalog", CATALOGUE] } });
  t.after(close);
  const words = LANGUAGES.fr;
  const page = await newVisitor(browser, { locale: words.browser });
  await customer.signIn(page, shop, words, CUSTOMERS.fr);
  await page.goto(`${shop.url}/plans?q=RISE-1`);
  await inspect(page, "plans of a large catalogue");
  await page.getByRole("link", { name: /^RISE-1 \|/ }).first().click();
  await page.getByRole("radio", { name: /^64GB DDR4/ }).check();
  await page.getByLabel("Région").selectOption("europe");
  await page.waitForFunction(() => document.querySelector("#quote .total dd").innerText.includes("121,98"));
  await inspect(page, "plan of a large catalogue");
  await page.getByRole("button", { name: words.addToCart }).click();
  const { number } = await customer.orderCart(page, words);
  await customer.chooseCard(page, words);
  await customer.typeCard(page, words, customer.CARDS.paidAfterCode);
  await customer.confirmCode(page, words);
  await customer.watchDelivery(page, words, number);
  const { text, pdfText } = await customer.takeInvoice(page, words);
  // The set-up and the first month at 56.99, the memory at 8.00; the tax as it is published with each price.
  for (const said of [text, pdfText].map((said) => said.replace(/\s/g, ""))) {
    for (const amount of ["56,99€", "8,00€", "121,98€", "24,40€", "146,38€"]) {
      assert.ok(said.includes(amount), `the invoice says ${amount}: ${said}`);
    }
  }
  assert.deepEqual(page.faults, []);
});
