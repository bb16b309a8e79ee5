// The main job, from the home page to a downloaded invoice: in each language, by keyboard alone, and without scripts.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fitsPhone, inspect, newVisitor } from "../support/browser.mjs";
import { withCounter } from "../support/counter.mjs";
import * as customer from "../support/customer.mjs";
import * as keys from "../support/keyboard.mjs";
import { CUSTOMERS } from "../support/shop.mjs";
import { LANGUAGES } from "../support/words.mjs";

let shop;
let browser;

withCounter((opened) => ({ shop, browser } = opened));

/** The invoice says what was published: `net` on the page of the plan, `total` on the order form. */
function expectInvoice({ reference, text, name, pdf, pdfText }, words, { net, total }) {
  assert.match(reference, words.reference);
  assert.ok(name.includes(reference) && name.endsWith(".pdf"), `the file is called ${name}`);
  assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
  const isWithin = (part, whole) => whole.replace(/\s/g, "").includes(part.replace(/\s/g, ""));
  for (const said of [text, pdfText]) {
    for (const part of [reference, net, total]) assert.ok(isWithin(part, said), `the invoice says ${part}:\n${said}`);
  }
}

for (const [language, words] of Object.entries(LANGUAGES)) {
  test(`a newcomer goes from the home page to an invoice in ${language}`, async () => {
    // One language is inspected whole, since only words differ in the others; these are to fit all the same.
    const look = language === "fr" ? inspect : fitsPhone;
    const page = await newVisitor(browser, { locale: words.browser });
    const email = customer.newEmail("camille");
    const net = await customer.fillCart(page, shop, words, look);
    assert.equal(await page.locator("html").getAttribute("lang"), language);
    await page.getByRole("link", { name: words.toOrderForm }).click();
    await look(page, "sign-in");
    await page.getByRole("main").getByRole("link", { name: words.signUp }).click();
    await customer.signUp(page, shop, words, { email, look, language });
    const { number, total } = await customer.placeOrder(page, words, look);
    await customer.chooseCard(page, words, { look });
    await customer.typeCard(page, words, customer.CARDS.paidAfterCode, look);
    await customer.confirmCode(page, words, look);
    await customer.watchDelivery(page, words, number, look);
    expectInvoice(await customer.takeInvoice(page, words, look), words, { net, total });
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
}

test("the main job needs no mouse", async () => {
  const words = LANGUAGES.fr;
  const page = await newVisitor(browser, { locale: words.browser });
  const main = page.getByRole("main");
  await page.goto(shop.url);
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: words.skip });
  assert.ok(await skip.evaluate((link) => link === document.activeElement), "the first stop skips to the content");
  await page.keyboard.press("Enter");
  await keys.press(page, main.getByRole("link", { name: words.family, exact: true }));
  await keys.press(page, main.getByRole("link", { name: words.plan }));
  await keys.choose(page, page.getByRole("radio", { name: words.storage }));
  await keys.press(page, page.getByRole("button", { name: words.addToCart }));
  await keys.press(page, page.getByRole("link", { name: words.toOrderForm }));
  // The field to begin with has the focus already.
  assert.ok(await page.getByLabel(words.login).evaluate((field) => field === document.activeElement));
  await keys.type(page, page.getByLabel(words.login), CUSTOMERS.fr.email);
  await keys.type(page, page.getByLabel(words.password, { exact: true }), CUSTOMERS.fr.password);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: words.orderForm }).waitFor();
  await keys.tick(page, page.getByLabel(words.acceptContracts));
  if (await page.locator("#waiver").count()) await keys.tick(page, page.locator("#waiver"));
  await keys.press(page, page.getByRole("button", { name: words.placeOrder }));
  await page.getByText(words.howToPay).first().waitFor();
  const number = page.url().match(/\/orders\/(\d+)/)[1];
  await keys.choose(page, page.getByRole("radio", { name: words.card }));
  await keys.press(page, main.getByRole("button", { name: words.pay }));
  await keys.type(page, page.getByLabel(words.provider.number), customer.CARDS.paidAfterCode);
  await keys.type(page, page.getByLabel(words.provider.expiry), "12/39");
  await keys.type(page, page.getByLabel(words.provider.cvc), "123");
  await keys.type(page, page.getByLabel(words.provider.name), "Chloé Marchand");
  await page.keyboard.press("Enter");
  const code = page.getByLabel(words.provider.code, { exact: true });
  await code.waitFor();
  await keys.type(page, code, (await page.locator(".phone").innerText()).match(/\b\d{6}\b/)[0]);
  await keys.press(page, page.getByRole("button", { name: words.provider.confirm }));
  await customer.watchDelivery(page, words, number);
  await keys.tabTo(page, page.getByRole("link", { name: words.downloadPdf }));
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  assert.match(download.suggestedFilename(), /FR\d{8}.*\.pdf$/);
  await page.context().close();
});

test("the main job needs no scripts", async () => {
  const words = LANGUAGES.it;
  const page = await newVisitor(browser, { locale: words.browser, scripts: false });
  const email = customer.newEmail("senza-script");
  const net = await customer.fillCart(page, shop, words);
  await page.getByRole("link", { name: words.toOrderForm }).click();
  await page.getByRole("main").getByRole("link", { name: words.signUp }).click();
  await customer.signUp(page, shop, words, { email, language: "it" });
  const { number, total } = await customer.placeOrder(page, words);
  await customer.chooseCard(page, words);
  await customer.typeCard(page, words, customer.CARDS.paidAfterCode);
  await customer.confirmCode(page, words);
  await page.getByRole("heading", { level: 1, name: words.order(number) }).waitFor();
  // Nothing changes by itself here: the customer looks again.
  const pdf = page.getByRole("link", { name: words.downloadPdf });
  await customer.reloadUntil(page, pdf);
  expectInvoice(await customer.takeInvoice(page, words), words, { net, total });
  await page.context().close();
});
