// What goes wrong, by mistake or on purpose: the portal says so, keeps what was typed, and does nothing twice.

import assert from "node:assert/strict";
import { test } from "node:test";

import { glance, newVisitor } from "../support/browser.mjs";
import { withCounter } from "../support/counter.mjs";
import * as customer from "../support/customer.mjs";
import { CUSTOMERS } from "../support/shop.mjs";
import { LANGUAGES } from "../support/words.mjs";

const words = LANGUAGES.fr;
/** Longer than any name, with everything that has ever broken a form. */
const ODD = `<script>alert("é")</script> ' OR 1=1 -- \u{1F980} ${"x".repeat(2_000)}`;

let shop;
let browser;
let buyer;

withCounter(async (opened) => {
  ({ shop, browser } = opened);
  buyer = await newVisitor(browser, { locale: words.browser });
  await customer.signIn(buyer, shop, words, CUSTOMERS.fr);
});

/** The numbers of the customer's orders. */
async function ordersOf(page) {
  await page.goto(`${shop.url}/orders`);
  return page.locator("main a[href^='/orders/']").evaluateAll((links) => [
    ...new Set(links.map(({ href }) => href.match(/\/orders\/(\d+)/)?.[1]).filter(Boolean)),
  ]);
}

test("what somebody typed stays, however odd, and is said to be wrong", async () => {
  const page = await newVisitor(browser, { locale: words.browser });
  await page.goto(`${shop.url}/sign-up`);
  await page.getByLabel(words.email, { exact: true }).fill(`pas-une-adresse ${ODD}`);
  await page.getByLabel(words.password, { exact: true }).fill("court");
  await page.getByRole("button", { name: words.goOn }).click();
  await page.getByRole("alert").waitFor();
  assert.equal(await page.getByLabel(words.email, { exact: true }).inputValue(), `pas-une-adresse ${ODD}`);
  assert.equal(await page.getByLabel(words.password, { exact: true }).inputValue(), "", "secrets are never put back");
  // The summary has the focus, and leads to the field.
  assert.ok(await page.getByRole("alert").evaluate((alert) => alert === document.activeElement));
  await page.getByRole("alert").getByRole("link").first().click();
  assert.ok(await page.getByLabel(words.email, { exact: true }).evaluate((field) => field === document.activeElement));

  for (const quantity of ["", "0", "-1", "1,5", "99999999999999999999", "beaucoup"]) {
    await page.goto(`${shop.url}/plans/ct-web-start`);
    const field = page.getByLabel(words.quantity);
    // As a browser would that knows no number fields.
    await field.evaluate((input, value) => Object.assign(input, { type: "text", value }), quantity);
    await page.getByRole("button", { name: words.addToCart }).click();
    await page.getByRole("alert").waitFor();
    assert.equal(await page.locator("#quantity").getAttribute("value"), quantity, "what was typed stays");
  }
  await page.goto(`${shop.url}/plans?q=${encodeURIComponent(ODD)}`);
  await glance(page, "an odd search");
  assert.deepEqual(page.faults.filter((fault) => !fault.includes("422")), [], "nothing of it ran");
  await page.context().close();
});

test("details that are too long stay to be mended", async () => {
  const page = await newVisitor(browser, { locale: words.browser });
  const email = customer.newEmail("long");
  await page.goto(`${shop.url}/sign-up`);
  await page.getByLabel(words.taxCountry).selectOption({ label: words.country.name });
  await page.getByLabel(words.email, { exact: true }).fill(email);
  await page.getByLabel(words.password, { exact: true }).fill(customer.PASSWORD);
  await page.getByRole("button", { name: words.goOn }).click();

  // A first address was mistyped: the code goes to the right one, and only that one counts.
  const first = await customer.mailedCode(page, shop, email);
  const right = customer.newEmail("juste");
  await customer.passTime(page, shop, "hour");
  await page.goto(`${shop.url}/sign-up/code`);
  if (!(await page.getByText(words.changeEmail).count())) await page.goto(`${shop.url}/sign-up`);
  await page.getByText(words.changeEmail).click();
  await page.getByLabel(words.email, { exact: true }).fill(right);
  await page.getByRole("button", { name: words.sendThere }).click();
  await page.getByText(right).waitFor();
  const second = await customer.mailedCode(page, shop, right);
  if (first !== second) {
    await page.getByLabel(words.code, { exact: true }).fill(first);
    await page.getByRole("button", { name: words.checkCode }).click();
    await page.getByRole("alert").getByText(words.wrongCode).waitFor();
  }
  await page.getByLabel(words.code, { exact: true }).fill(second);
  await page.getByRole("button", { name: words.checkCode }).click();

  await page.getByRole("radio", { name: words.individual }).check();
  await page.getByLabel(words.firstName, { exact: true }).fill(ODD);
  await page.getByLabel(words.city, { exact: true }).fill("Œuilly-sur-l’Étang");
  await page.getByRole("button", { name: words.createAccount }).click();
  await page.getByRole("alert").waitFor();
  assert.equal(await page.getByLabel(words.firstName, { exact: true }).inputValue(), ODD);
  assert.equal(await page.getByLabel(words.city, { exact: true }).inputValue(), "Œuilly-sur-l’Étang");
  assert.ok(await page.getByRole("radio", { name: words.individual }).isChecked());
  await glance(page, "details, too long");
  await page.context().close();
});

test("pressed twice, a button does its work once", async () => {
  // Without scripts nothing holds the second press back but the portal itself.
  const page = await newVisitor(browser, { locale: words.browser, scripts: false });
  await customer.signIn(page, shop, words, CUSTOMERS.fr);
  const before = await ordersOf(page);
  await customer.fillCart(page, shop, words);
  await page.getByRole("link", { name: words.toOrderForm }).click();
  await page.getByLabel(words.acceptContracts).check();
  await page.getByRole("button", { name: words.placeOrder }).dblclick();
  await page.getByText(words.howToPay).first().waitFor();
  const number = page.url().match(/\/orders\/(\d+)/)[1];
  await page.getByRole("radio", { name: words.card }).check();
  await page.getByRole("main").getByRole("button", { name: words.pay }).dblclick();
  await page.getByLabel(words.provider.number).waitFor();
  await page.getByLabel(words.provider.number).fill(customer.CARDS.paidAtOnce);
  await page.getByLabel(words.provider.expiry).fill("12/39");
  await page.getByLabel(words.provider.cvc).fill("123");
  await page.getByLabel(words.provider.name).fill("Chloé Marchand");
  await page.getByRole("button", { name: words.provider.pay }).dblclick();
  await page.getByRole("heading", { level: 1, name: words.order(number), exact: true }).waitFor();
  const later = await ordersOf(page);
  assert.deepEqual(later.filter((order) => !before.includes(order)), [number], "one order");
  await page.goto(`${shop.url}/invoices`);
  const invoices = page.getByRole("row").filter({ has: page.locator(`a[href="/orders/${number}"]`) });
  await customer.reloadUntil(page, invoices.first());
  assert.equal(await invoices.count(), 1, "one invoice");
  await page.context().close();
});

test("a plan that is added by a double press is in the cart once", async () => {
  const page = await newVisitor(browser, { locale: words.browser });
  await page.goto(`${shop.url}/plans/ct-web-start`);
  await page.getByRole("button", { name: words.addToCart }).dblclick();
  await page.getByRole("heading", { level: 1, name: words.cart }).waitFor();
  await page.goto(`${shop.url}/cart`);
  assert.equal(await page.locator("main .lines > li").count(), 1);
  await page.context().close();
});

test("what belongs to one customer does not exist for another", async () => {
  await customer.fillCart(buyer, shop, words);
  const { number } = await customer.orderCart(buyer, words);
  await customer.chooseCard(buyer, words);
  await customer.typeCard(buyer, words, customer.CARDS.paidAtOnce);
  await customer.watchDelivery(buyer, words, number);
  const { reference } = await customer.takeInvoice(buyer, words);
  await buyer.goto(`${shop.url}/emails`);
  const letter = await buyer.locator("main a[href^='/emails/']").first().getAttribute("href");
  const places = ["", "/pay", "/form", "/form.pdf"].map((rest) => `/orders/${number}${rest}`);
  places.push(`/invoices/${reference}/html`, `/invoices/${reference}/pdf`, letter, `${letter}/html`);
  const other = await newVisitor(browser, { locale: LANGUAGES.en.browser });
  await customer.signIn(other, shop, LANGUAGES.en, CUSTOMERS.en);
  for (const place of places) {
    const status = async (page) => (await page.request.get(shop.url + place, { maxRedirects: 0 })).status();
    assert.notEqual(await status(buyer), 404, `${place} exists`);
    assert.equal(await status(other), 404, `${place} is nobody else's`);
  }
  await other.context().close();
});

test("a message that only pretends to come from the provider is refused", async () => {
  for (const headers of [{}, { "sandbox-signature": "t=1,v1=00", "x-signature": "00" }]) {
    const forged = await buyer.request.post(`${shop.url}/webhooks/sandbox`, {
      headers: { "content-type": "application/json", ...headers },
      data: { id: "evt_1", type: "charge.succeeded", charge: "ch_1" },
    });
    assert.ok(forged.status() >= 400 && forged.status() < 500, `${forged.status()}`);
  }
  assert.equal((await buyer.request.post(`${shop.url}/webhooks/nobody`, { data: "{}" })).status(), 404);
});

test("a forgotten password is changed by a link that works once", async () => {
  const page = await newVisitor(browser, { locale: LANGUAGES.fr.browser });
  const { email } = CUSTOMERS.it;
  await page.goto(`${shop.url}/password`);
  await page.getByLabel(words.login).fill(email);
  await page.getByRole("button", { name: words.sendLink }).click();
  await page.getByText(words.linkSent).waitFor();
  const letter = await customer.mail(page, shop, email, /\/password\//);
  const link = new URL(letter.match(/\/password\/\S+/)[0], shop.url).href;
  await page.goto(link);
  await page.getByLabel(words.newPassword).fill(customer.PASSWORD);
  await page.getByRole("button", { name: words.savePassword }).click();
  await page.getByText(words.passwordChanged).waitFor();
  await page.getByLabel(words.login).fill(email);
  await page.getByLabel(words.password, { exact: true }).fill(CUSTOMERS.it.password);
  await page.getByRole("main").getByRole("button", { name: words.signIn }).click();
  await page.getByRole("alert").waitFor();
  await customer.signIn(page, shop, words, { email, password: customer.PASSWORD });
  await page.context().close();
  const again = await newVisitor(browser, { locale: words.browser });
  await again.goto(link);
  await again.getByLabel(words.newPassword).fill("Une-Autre-Cle-5531");
  await again.getByRole("button", { name: words.savePassword }).click();
  await again.getByText(words.linkOver).waitFor();
  await again.context().close();
});

// The clock goes forward only, so that this is the last test of the file.
test("an order that has expired is not paid, and says what to do", async () => {
  await customer.fillCart(buyer, shop, words);
  const { number } = await customer.orderCart(buyer, words);
  await buyer.getByRole("radio", { name: words.card }).check();
  const other = await newVisitor(browser, { locale: words.browser });
  await customer.passTime(other, shop, "day");
  await customer.passTime(other, shop, "hour");
  await other.context().close();
  // The page was open since yesterday, and the session is over too: after signing in, the way goes on.
  await buyer.getByRole("main").getByRole("button", { name: words.pay }).click();
  await buyer.getByLabel(words.login).fill(CUSTOMERS.fr.email);
  await buyer.getByLabel(words.password, { exact: true }).fill(CUSTOMERS.fr.password);
  await buyer.getByRole("main").getByRole("button", { name: words.signIn }).click();
  await buyer.locator("#progress .badge").filter({ hasText: words.expired }).first().waitFor();
  await buyer.getByRole("status").getByText(words.expiredAdvice).waitFor();
  assert.equal(await buyer.getByRole("link", { name: words.pay }).count(), 0, "nothing to pay any more");
  await glance(buyer, "tracking, expired");
  await buyer.goto(`${shop.url}/orders/${number}/pay`);
  await buyer.getByRole("heading", { level: 1, name: words.order(number), exact: true }).waitFor();
});
