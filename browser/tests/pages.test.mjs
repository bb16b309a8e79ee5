// Every page there is, in its states: no fault of accessibility, by day and by night, on a phone and zoomed.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { test } from "node:test";

import { Webhook } from "standardwebhooks";

import { WCAG, glance, newVisitor } from "../support/browser.mjs";
import { withCounter } from "../support/counter.mjs";
import * as customer from "../support/customer.mjs";
import { CUSTOMERS, STAFF } from "../support/shop.mjs";
import { DESK, ENDPOINTS, EXPORTS, LANGUAGES, LEAVING, PROGRAMS, REFERENCES } from "../support/words.mjs";

const words = LANGUAGES.fr;

/** What is no page: files, and addresses that only lead on. */
const NO_PAGES = [
  "/assets/{*path}",
  "/favicon.ico",
  "/orders/{number}/form.pdf",
  "/orders.csv",
  "/services/export.csv",
  "/invoices.csv",
  "/invoices.xlsx",
  "/invoices/credits.csv",
  "/invoices.pdf",
  "/invoices.zip",
  "/payments.csv",
  "/payments/{id}/pdf",
  "/desk/balances.csv",
  "/desk/statement.csv",
  "/invoices/{reference}/pdf",
  "/invoices/{reference}/cii.xml",
  "/invoices/{reference}/ubl.xml",
  "/invoices/{reference}",
  "/exports/{export}",
  "/exports/{export}/file",
  "/orders/{number}/pay/return",
  "/payment-methods/registered/{attempt}",
  "/payment-methods/return",
  "/billing/confirmTerminate",
  "/documents/{account}/{kind}/{id}/{until}/{seal}/html",
  "/documents/{account}/{kind}/{id}/{until}/{seal}/pdf",
  "/desk/orders/{account}/{order}/uploads/{upload}",
];
/** What needs a story, which the desk's own test and that of a year tell. */
const SEEN_ELSEWHERE = ["/desk/orders/{account}/{order}", "/invoices/pay"];

let shop;
let browser;
/** Somebody who bought, somebody who never did. */
let buyer;
let newcomer;
const seen = new Set();
const paid = {};

withCounter(async (opened) => {
  ({ shop, browser } = opened);
  [buyer, newcomer] = await Promise.all([
    newVisitor(browser, { locale: words.browser }),
    newVisitor(browser, { locale: LANGUAGES.it.browser }),
  ]);
  await customer.signIn(newcomer, shop, LANGUAGES.it, CUSTOMERS.it);
});

/** A reference of one's own: a new one, one that cannot be, the list, one that is there. */
async function lookAtReferences(page) {
  const [list, add] = ["/orders/references", "/orders/references/add"];
  await look(page, add);
  await sendWrong(page, REFERENCES.confirm, "reference without a name");
  await page.getByLabel(REFERENCES.name, { exact: true }).fill("PO-2026-0042");
  await page.locator("[name=start_on]").fill("2026-01-01");
  await page.locator("[name=end_on]").fill("2100-01-01");
  await page.getByRole("main").getByRole("button", { name: REFERENCES.confirm }).click();
  await page.waitForURL((url) => url.pathname === list);
  await look(page, list);
  const place = await page.locator("main td.main-cell a").first().getAttribute("href");
  await look(page, "/orders/references/{id}", { place });
}

/** Documents as one file: none yet, what is asked for, the file that is there. */
async function lookAtExports(page) {
  await look(page, "/exports", { state: "empty" });
  await look(page, "/exports", { place: "/exports?kind=archive&state=paid", state: "asked for" });
  await page.getByRole("button", { name: EXPORTS.begin }).click();
  // The page follows by itself.
  const link = page.getByRole("link", { name: EXPORTS.download });
  await link.waitFor({ timeout: 60_000 });
  await glance(page, "/exports, ready");
  const [file] = await Promise.all([page.waitForEvent("download"), link.click()]);
  assert.match(file.suggestedFilename(), /^factures-.*\.zip$/);
  assert.deepEqual((await readFile(await file.path())).subarray(0, 4), Buffer.from("PK\x03\x04", "latin1"));
}

/** Opens the page of a route and looks at it; `place` is the address where the route has parameters. */
async function look(page, route, { place = route, state = "" } = {}) {
  const answer = await page.goto(new URL(place, shop.url).href);
  assert.equal(answer.status(), 200, `${place} answers`);
  assert.equal(new URL(page.url()).pathname, new URL(place, shop.url).pathname, `${place} is the page itself`);
  await glance(page, state ? `${route}, ${state}` : route);
  seen.add(route);
}

/** Sends the main form as it is, and looks at what is wrong with it. */
async function sendWrong(page, button, name) {
  await page.getByRole("main").getByRole("button", { name: button }).click();
  await page.getByRole("alert").waitFor();
  await glance(page, name);
}

test("the shop", async () => {
  const page = await newVisitor(browser, { locale: words.browser });
  await look(page, "/");
  await look(page, "/plans");
  await look(page, "/plans", { place: "/plans?q=introuvable", state: "nothing found" });
  await look(page, "/plans", { place: "/plans?q=vps&sort=price-down", state: "filtered" });
  for (const plan of ["ct-web-start", "ct-metal-1", "ct-domain-example"]) {
    await look(page, "/plans/{code}", { place: `/plans/${plan}` });
  }
  await page.goto(`${shop.url}/plans/ct-vps-s`);
  await page.getByLabel(words.quantity).fill("0");
  await sendWrong(page, words.addToCart, "plan, wrong");
  await look(page, "/cart", { state: "empty" });
  await look(page, "/contracts/{code}", { place: "/contracts/terms" });
  await page.context().close();
});

test("the ways in", async () => {
  const page = await newVisitor(browser, { locale: words.browser });
  await look(page, "/sign-in");
  await sendWrong(page, words.signIn, "sign-in, wrong");
  await look(page, "/sign-up");
  await sendWrong(page, words.goOn, "sign-up, wrong");
  const email = customer.newEmail("pages");
  await page.getByLabel(words.taxCountry).selectOption({ label: words.country.name });
  await page.getByLabel(words.email, { exact: true }).fill(email);
  await page.getByLabel(words.password, { exact: true }).fill(customer.PASSWORD);
  await page.getByRole("button", { name: words.goOn }).click();
  await page.getByLabel(words.code, { exact: true }).waitFor();
  await page.getByText(words.changeEmail).click();
  await look(page, "/sign-up/code");
  const code = await customer.mailedCode(page, shop, email);
  await page.getByLabel(words.code, { exact: true }).fill(code === "000000" ? "111111" : "000000");
  await sendWrong(page, words.checkCode, "code, wrong");
  await page.getByLabel(words.code, { exact: true }).fill(code);
  await page.getByRole("button", { name: words.checkCode }).click();
  await page.getByLabel(words.firstName, { exact: true }).waitFor();
  await look(page, "/sign-up/details");
  await sendWrong(page, words.createAccount, "details, wrong");
  await look(page, "/password");
  await page.getByLabel(words.login).fill(CUSTOMERS.fr.email);
  await page.getByRole("button", { name: words.sendLink }).click();
  await page.getByText(words.linkSent).waitFor();
  await glance(page, "password, a link sent");
  const letter = await customer.mail(page, shop, CUSTOMERS.fr.email, /\/password\//);
  const link = letter.match(/\/password\/\S+/)[0];
  await look(page, "/password/{token}", { place: link });
  await page.getByLabel(words.newPassword).fill("court");
  await sendWrong(page, words.savePassword, "new password, weak");
  await look(page, "/password/{token}", { place: "/password/rien", state: "over" });
  await page.context().close();
});

test("what is wrong is a page too", async () => {
  const page = await newVisitor(browser, { locale: words.browser });
  for (const place of ["/rien", "/plans/rien", "/contracts/rien", "/preferences"]) {
    const answer = await page.goto(shop.url + place);
    assert.equal(answer.status(), 404, place);
    await page.getByRole("heading", { level: 1, name: words.problems.notFound }).waitFor();
  }
  await glance(page, "not found");
  await page.goto(`${shop.url}/plans/ct-web-start`);
  await page.evaluate(() => document.querySelectorAll("[name=csrf]").forEach((field) => (field.value = "0")));
  await page.getByRole("button", { name: words.addToCart }).click();
  await page.getByRole("heading", { level: 1, name: words.problems.expired }).waitFor();
  await glance(page, "expired form");
  await page.context().close();
});

test("an account with nothing in it yet", async () => {
  for (const route of ["/dashboard", "/orders", "/orders/references", "/services", "/invoices", "/invoices/credits", "/invoices/spending", "/payments", "/payment-methods", "/emails", "/programs", "/account"]) {
    await look(newcomer, route, { state: "empty" });
  }
});

test("the way to an order, with a direct debit", async () => {
  await customer.fillCart(newcomer, shop, LANGUAGES.it, glance);
  seen.add("/cart");
  await look(newcomer, "/checkout");
  await sendWrong(newcomer, LANGUAGES.it.placeOrder, "order form, contracts not accepted");
  const { number } = await customer.placeOrder(newcomer, LANGUAGES.it);
  await look(newcomer, "/orders/{number}/pay", { place: `/orders/${number}/pay` });
  await newcomer.getByRole("radio", { name: /Addebito SEPA/ }).check();
  await newcomer.getByRole("main").getByRole("button", { name: LANGUAGES.it.pay }).click();
  await newcomer.getByLabel("IBAN", { exact: true }).waitFor();
  await glance(newcomer, "provider: direct debit");
  await newcomer.goto(`${shop.url}/orders/${number}`);
  await look(newcomer, "/orders/{number}", { place: `/orders/${number}`, state: "not paid" });
});

test("an account with an order, delivered", async () => {
  await customer.signIn(buyer, shop, words, CUSTOMERS.fr);
  await customer.fillCart(buyer, shop, words);
  paid.number = (await customer.orderCart(buyer, words)).number;
  await customer.chooseCard(buyer, words, { keep: true });
  await customer.typeCard(buyer, words, customer.CARDS.paidAtOnce);
  await customer.watchDelivery(buyer, words, paid.number);
  paid.reference = (await customer.takeInvoice(buyer, words)).reference;
  await look(buyer, "/dashboard");
  await look(buyer, "/orders");
  await look(buyer, "/orders", { place: "/orders?number=999999", state: "nothing found" });
  await look(buyer, "/orders/{number}", { place: `/orders/${paid.number}` });
  await lookAtReferences(buyer);
  await look(buyer, "/orders/{number}/form", { place: `/orders/${paid.number}/form` });
  await look(buyer, "/services");
  await look(buyer, "/services", { place: "/services?name=introuvable&soon=ending_in_a_week", state: "nothing found" });
  const service = await firstService(buyer);
  await look(buyer, "/services/{id}", { place: service });
  await look(buyer, "/services/{id}/renewal", { place: `${service}/renewal` });
  for (const mode of ["manual", "automatic"]) {
    await look(buyer, "/services/{id}/renewal", { place: `${service}/renewal?mode=${mode}&every=12`, state: mode });
  }
  await look(buyer, "/services/{id}/renew", { place: `${service}/renew` });
  const ticked = `ticked=${service.split("/").pop()}`;
  for (const act of ["renew", "automatic", "manual"]) {
    await look(buyer, "/services/bulk", { place: `/services/bulk?act=${act}&${ticked}`, state: act });
  }
  await look(buyer, "/services/align", { place: `/services/align?${ticked}` });
  await look(buyer, "/invoices");
  await look(buyer, "/invoices", { place: "/invoices?when=before&date=2030-01-01", state: "before a day" });
  await look(buyer, "/invoices", { place: "/invoices?reference=999999", state: "nothing found" });
  await look(buyer, "/invoices/{reference}/html", { place: `/invoices/${paid.reference}/html` });
  await look(buyer, "/invoices/{reference}/contest", { place: `/invoices/${paid.reference}/contest` });
  await look(buyer, "/invoices/{reference}/operations", { place: `/invoices/${paid.reference}/operations` });
  await look(buyer, "/invoices/spending");
  await lookAtExports(buyer);
  await look(buyer, "/payments");
  await look(buyer, "/payments", { place: "/payments?kind=sepa_debit", state: "nothing found" });
  const receipt = await buyer.goto(`${shop.url}/payments`).then(() => buyer.locator("main td.main-cell a").first().getAttribute("href"));
  await look(buyer, "/payments/{id}", { place: receipt });
  await look(buyer, "/payments/{id}/html", { place: `${receipt}/html` });
  await look(buyer, "/payment-methods");
  await look(buyer, "/account");
  await look(buyer, "/emails");
  const letters = await buyer.locator("main a[href^='/emails/']").evaluateAll((links) => links.map(({ href }) => href));
  assert.ok(letters.length >= 4, `an order is told in ${letters.length} e-mails`);
  await look(buyer, "/emails/{id}", { place: letters[0] });
  await look(buyer, "/emails/{id}", { place: `${letters[0]}?view=text`, state: "plain" });
});

/** Where the first service of the list has its page. */
async function firstService(page) {
  await page.goto(`${shop.url}/services`);
  const link = page.locator("main td.main-cell a").first();
  return new URL(await link.getAttribute("href"), shop.url).pathname;
}

test("leaving", async () => {
  const service = await firstService(buyer);
  const place = `${service}/terminate`;
  await look(buyer, "/services/{id}/terminate", { place });
  await look(buyer, "/services/{id}/terminate", { place: `${place}?way=at_expiry`, state: "at expiry" });
  await look(buyer, "/services/{id}/terminate", { place: `${place}?way=immediate`, state: "immediately" });
  await look(buyer, "/services/{id}/undo", { place: `${service}/undo`, state: "nothing to undo" });
  await look(buyer, "/services/{id}/withdraw", { place: `${service}/withdraw` });
  await sendWrong(buyer, LEAVING.fr.withdraw, "withdrawal, not sure");
  await look(buyer, "/services/terminate/{token}", { place: "/services/terminate/rien", state: "wrong link" });
});

test("payment methods", async () => {
  await buyer.goto(`${shop.url}/payment-methods`);
  const place = await buyer.locator("main a[href^='/payment-methods/']:not([href$=add])").first().getAttribute("href");
  await look(buyer, "/payment-methods/{id}", { place });
  await look(buyer, "/payment-methods/add");
});

test("programs that act for one", async () => {
  await look(buyer, "/createApp/");
  await sendWrong(buyer, PROGRAMS.create, "application without a name");
  await look(buyer, "/createToken/", { place: "/createToken/?GET=/me&GET=/me/*" });
  await buyer.getByLabel(PROGRAMS.name, { exact: true }).fill("Sauvegarde");
  await buyer.getByRole("main").getByRole("button", { name: PROGRAMS.create }).click();
  await buyer.getByRole("heading", { name: PROGRAMS.secrets }).waitFor();
  await glance(buyer, "/createToken/, the keys");
  const key = await buyer.locator("dt:text-is('application_key') + dd code").textContent();
  await look(buyer, "/programs/clients/add");
  await buyer.getByLabel(PROGRAMS.name, { exact: true }).fill("Nuit");
  await buyer.getByRole("main").getByRole("button", { name: PROGRAMS.create }).click();
  await buyer.getByRole("heading", { name: PROGRAMS.secrets }).waitFor();
  await glance(buyer, "/programs/clients/add, the keys");
  await look(buyer, "/programs");
  for (const kind of ["credentials", "applications", "clients"]) {
    await buyer.goto(`${shop.url}/programs`);
    const place = await buyer.locator(`main a[href^='/programs/${kind}/']`).first().getAttribute("href");
    await look(buyer, `/programs/${kind}/{id}`, { place });
  }
  await look(buyer, "/programs/console");
  await look(buyer, "/programs/console", { place: "/programs/console?q=bill", state: "some calls" });
  await look(buyer, "/programs/console", { place: "/programs/console?call=GET%20/me/bill&go=1", state: "a call and its answer" });
  await look(buyer, "/programs/console", { place: "/programs/console?call=PUT%20/services/%7BserviceId%7D", state: "a call that changes something" });
  const asked = await buyer.request.post(`${shop.url}/1.0/auth/credential`, {
    headers: { "X-Ovh-Application": key },
    data: { accessRules: [{ method: "POST", path: "/*" }], redirection: null, allowedIPs: null },
  });
  const { searchParams } = new URL((await asked.json()).validationUrl);
  await look(buyer, "/auth/", { place: `/auth/?${searchParams}` });
  await look(buyer, "/auth/", { place: "/auth/?credentialToken=rien", state: "wrong link" });
});

/** A program of an integrator: it keeps what it hears, and says that it has it. */
async function openIntegrator() {
  const heard = [];
  const server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    heard.push({ headers: request.headers, body: Buffer.concat(parts).toString() });
    response.writeHead(204).end();
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return { heard, url: `http://127.0.0.1:${server.address().port}/hooks`, close: () => server.close() };
}

test("programs that are told what happens", async () => {
  const integrator = await openIntegrator();
  await look(buyer, "/webhooks", { state: "empty" });
  await look(buyer, "/webhooks/new");
  const main = buyer.getByRole("main");
  await buyer.getByLabel(ENDPOINTS.url, { exact: true }).fill("ftp://example.com");
  await sendWrong(buyer, ENDPOINTS.add, "an endpoint that is none");
  await buyer.getByLabel(ENDPOINTS.url, { exact: true }).fill(integrator.url);
  await main.getByRole("button", { name: ENDPOINTS.add }).click();
  await buyer.getByRole("heading", { name: ENDPOINTS.secret }).waitFor();
  await glance(buyer, "/webhooks/new, the secret");
  const secret = await buyer.locator("#secret").textContent();
  await look(buyer, "/webhooks");
  const place = await buyer.locator("main td.main-cell a").first().getAttribute("href");
  await look(buyer, "/webhooks/endpoints/{id}", { place, state: "nothing sent" });
  const edit = `${place}/edit`;
  await look(buyer, "/webhooks/endpoints/{id}/edit", { place: edit });
  await buyer.getByLabel(ENDPOINTS.url, { exact: true }).fill("ftp://example.com");
  await sendWrong(buyer, ENDPOINTS.save, "an endpoint changed to what is none");
  await buyer.getByLabel(ENDPOINTS.url, { exact: true }).fill(integrator.url);
  await main.getByRole("button", { name: ENDPOINTS.save }).click();
  await buyer.getByText(ENDPOINTS.changed).waitFor();
  await main.getByRole("button", { name: ENDPOINTS.test }).click();
  // The page follows by itself.
  await buyer.locator("#messages .badge.good").first().waitFor({ timeout: 30_000 });
  await buyer.locator("#messages details.more summary").first().click();
  await glance(buyer, "/webhooks/endpoints/{id}, received");
  // The library that integrators use believes it, and nothing else.
  const [{ headers, body }] = integrator.heard;
  assert.equal(new Webhook(secret).verify(body, headers).type, "endpoint.test");
  assert.throws(() => new Webhook(secret).verify(body.replace("test", "best"), headers));
  integrator.close();
});

/** Looks at an e-mail as it is in the frame of its page: there it may run nothing, so that it is copied out to be looked at. */
async function lookAtLetter(page, route, place) {
  const answer = await page.request.get(new URL(place, shop.url).href);
  assert.equal(answer.status(), 200, `${place} answers`);
  assert.match(answer.headers()["content-security-policy"], /sandbox/, "a letter runs nothing");
  const tab = await page.context().newPage();
  await tab.setContent(await answer.text());
  await glance(tab, `${route}: ${await tab.title()}`, { only: WCAG });
  await tab.close();
  seen.add(route);
}

test("every kind of e-mail", async () => {
  const kinds = new Map();
  await buyer.goto(`${shop.url}/emails`);
  for (const link of await buyer.locator("main a[href^='/emails/']").all()) {
    kinds.set((await link.innerText()).replace(/\d+/g, ""), await link.getAttribute("href"));
  }
  for (const place of kinds.values()) await lookAtLetter(buyer, "/emails/{id}/html", `${place}/html`);
});

test("the demonstration", async () => {
  const page = await newVisitor(browser, { locale: words.browser });
  await look(page, "/demo");
  await look(page, "/demo/mailbox");
  const letter = await page.locator("main a[href^='/demo/mailbox/']").first().getAttribute("href");
  await look(page, "/demo/mailbox/{id}", { place: letter });
  await lookAtLetter(page, "/demo/mailbox/{id}/html", `${letter}/html`);
  await page.context().close();
});

test("the desk, for somebody who only reads", async () => {
  const page = await newVisitor(browser, { locale: "en-GB" });
  await look(page, "/desk/sign-in");
  await customer.signInAtDesk(page, shop, DESK, STAFF.reader);
  for (const route of ["/desk", "/desk/deliveries", "/desk/services", "/desk/operations", "/desk/jobs", "/desk/balances", "/desk/statement", "/desk/months"]) {
    await look(page, route);
  }
  await look(page, "/desk/services", { place: "/desk/services?state=held", state: "nothing put aside" });
  await look(page, "/desk/services", { place: "/desk/services?name=rien", state: "nothing found" });
  await look(page, "/desk/balances", { place: "/desk/balances?customer=rien", state: "nothing found" });
  await look(page, "/desk/statement", { place: "/desk/statement?customer=rien", state: "nobody" });
  await look(page, "/desk/statement", { place: `/desk/statement?customer=${CUSTOMERS.fr.email}`, state: "of a buyer" });
  await page.context().close();
});

test("money given back at the desk", async () => {
  const page = await newVisitor(browser, { locale: "en-GB" });
  await customer.signInAtDesk(page, shop, DESK, STAFF.desk);
  await page.goto(`${shop.url}/desk/statement?customer=${CUSTOMERS.fr.email}`);
  await page.locator("main td.main-cell a", { hasText: /^FR\d/ }).last().click();
  const place = await page.locator("main a[href^='/desk/invoices/']").first().getAttribute("href");
  await look(page, "/desk/invoices/{account}/{reference}", { place });
  await sendWrong(page, DESK.seeCredit, "credit note of nothing");
  await page.locator("[name=net-0]").fill("0,10");
  await page.getByLabel(DESK.creditReason).fill("Une heure de panne");
  await page.getByRole("button", { name: DESK.seeCredit }).click();
  await page.getByRole("button", { name: DESK.giveCredit }).waitFor();
  await glance(page, "desk: credit note, before it is given");
  const give = page.getByRole("button", { name: DESK.giveCredit });
  await give.click();
  await give.waitFor({ state: "hidden" });
  // The register gives it its number a moment later.
  await customer.reloadUntil(page, page.locator("main .dated"));
  await glance(page, "desk: invoice with a credit note");
  await page.context().close();
  await buyer.goto(`${shop.url}/invoices/credits`);
  assert.equal(await buyer.locator("main tbody tr").count(), 1);
  await look(buyer, "/invoices/credits", { state: "one" });
});

test("no page was forgotten", async () => {
  const table = await readFile(new URL("../../crates/web/src/routes.rs", import.meta.url), "utf8");
  const routes = [...table.matchAll(/\bget\(\s*"([^"]+)"/g)].map(([, route]) => route);
  assert.ok(routes.length > 30, "the table of routes is read");
  const known = new Set([...seen, ...NO_PAGES, ...SEEN_ELSEWHERE]);
  assert.deepEqual(routes.filter((route) => !known.has(route)), [], "look at these too");
  assert.deepEqual(buyer.faults.concat(newcomer.faults).filter((fault) => !fault.includes("422")), []);
});
