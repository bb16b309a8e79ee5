// Programs the world already has, unedited: their customer lets them in, they read, order, fetch documents and leave; over HTTP and over HTTPS.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { newVisitor, openBrowser } from "../support/browser.mjs";
import * as customer from "../support/customer.mjs";
import { CUSTOMERS, openShop } from "../support/shop.mjs";
import { openTls } from "../support/tls.mjs";
import { LANGUAGES, METHODS, PROGRAMS } from "../support/words.mjs";

const words = LANGUAGES.fr;
const WEEK_MS = 7 * 24 * 3600 * 1000;

const here = (place) => fileURLToPath(new URL(place, import.meta.url));
/** A catalogue as a provider publishes it, and a plan of it; what is built in where there is none. */
const CATALOGUE = here("../../../shared/data/catalogs/eco-FR.json");
const isPublished = existsSync(CATALOGUE);
if (!isPublished) console.log(`skipped: there is no ${CATALOGUE}; the plan is one of the demonstration`);
const PLAN = isPublished ? ["eco", "24sk10"] : ["vps", "ct-vps-s"];
const stock = isPublished ? { args: ["--catalog", CATALOGUE] } : {};

const PYTHON = here("../../target/clients/bin/python");
const noPython = existsSync(PYTHON) ? false : "no client in target/clients; `cargo xtask test` installs it";
const CLIENTS = { python: [PYTHON, "story.py"], node: [process.execPath, "story.mjs"] };

/** A customer who keeps a card and has registered a program, and the keys of it. */
async function openAccount(browser, shop) {
  const page = await newVisitor(browser, { locale: words.browser, anyCertificate: true });
  await customer.signIn(page, shop, words, CUSTOMERS.fr);
  await page.goto(`${shop.url}/payment-methods/add`);
  await page.getByRole("radio", { name: words.card }).check();
  await page.getByRole("button", { name: METHODS.goOn }).click();
  await page.getByLabel(words.provider.number).waitFor();
  await customer.typeCard(page, { provider: { ...words.provider, pay: METHODS.register } }, customer.CARDS.paidAtOnce);
  await page.waitForURL((url) => url.href.startsWith(`${shop.url}/payment-methods`));
  await page.goto(`${shop.url}/createApp/`);
  await page.getByLabel(PROGRAMS.name, { exact: true }).fill("Sauvegarde");
  await page.getByRole("main").getByRole("button", { name: PROGRAMS.create }).click();
  await page.getByRole("heading", { name: PROGRAMS.secrets }).waitFor();
  const key = (name) => page.locator(`dt:text-is('${name}') + dd code`).textContent();
  return { page, keys: [await key("application_key"), await key("application_secret")] };
}

/** The customer opens the address that a program was given, signs in on the way, and lets it in for a week. */
async function letIn(browser, place) {
  const page = await newVisitor(browser, { locale: words.browser, anyCertificate: true });
  // The site of the program is elsewhere.
  await page.route("https://app.example/**", (route) => route.fulfill({ body: "back" }));
  await page.goto(place);
  await page.getByLabel(words.login).fill(CUSTOMERS.fr.email);
  await page.getByLabel(words.password, { exact: true }).fill(CUSTOMERS.fr.password);
  await page.getByRole("main").getByRole("button", { name: words.signIn }).click();
  await page.getByLabel(PROGRAMS.validity).selectOption({ label: PROGRAMS.week });
  await page.getByRole("button", { name: PROGRAMS.accept }).click();
  await page.getByText(PROGRAMS.accepted).or(page.getByText("back", { exact: true })).waitFor();
  assert.deepEqual(page.faults, []);
  const url = page.url();
  await page.context().close();
  return url;
}

/** The customer gives a card on the page that a program opened, signed in nowhere; where that leads. */
async function register(browser, place) {
  const page = await newVisitor(browser, { locale: words.browser, anyCertificate: true });
  await page.route("https://app.example/**", (route) => route.fulfill({ body: "back" }));
  await page.goto(place);
  await customer.typeCard(page, { provider: { ...words.provider, pay: METHODS.register } }, customer.CARDS.paidAtOnce);
  await page.getByText("back", { exact: true }).waitFor();
  assert.deepEqual(page.faults, []);
  const url = page.url();
  await page.context().close();
  return url;
}

/** Runs the story of a client to its end; answers what it found, and where its customer was sent back to. */
async function run(browser, shop, [program, script], keys, { authority } = {}) {
  const trusted = authority && { NODE_EXTRA_CA_CERTS: authority, REQUESTS_CA_BUNDLE: authority };
  const tokens = authority && (program === PYTHON ? `${shop.url}/auth/oauth2/token` : `${shop.url}/auth/`);
  const given = [`${shop.url}/1.0`, ...keys, ...PLAN, ...(tokens ? [tokens] : [])];
  const child = spawn(program, [here(`../clients/${script}`), ...given], { env: { ...process.env, ...trusted } });
  let complaint = "";
  child.stderr.on("data", (chunk) => (complaint += chunk));
  try {
    let back;
    for await (const line of createInterface({ input: child.stdout })) {
      const said = JSON.parse(line);
      if (said.done) return { ...said.done, back };
      if (said.register) {
        child.stdin.write(`${await register(browser, said.register)}\n`);
        continue;
      }
      back = await letIn(browser, said.open);
      child.stdin.write("done\n");
    }
    throw new Error(`${script} ended early:\n${complaint}`);
  } finally {
    child.kill();
  }
}

/** What a client found is what its customer reads, and the access lasts as long as was chosen. */
async function expectSeen(page, shop, { bill, order, total, expiration }) {
  await page.goto(`${shop.url}/invoices`);
  const row = page.getByRole("row").filter({ hasText: bill });
  const said = (await row.innerText()).replace(/\s/g, "");
  assert.ok(said.includes(total.replace(/\s/g, "")), `${bill} comes to ${total}: ${said}`);
  await row.locator(`a[href="/orders/${order}"]`).waitFor();
  const lasts = Date.parse(expiration) - Date.now();
  assert.ok(Math.abs(lasts - WEEK_MS) < 10 * 60_000, `until ${expiration}`);
}

test("over HTTP, the Python client", { skip: noPython }, async (t) => {
  const [shop, browser] = await Promise.all([openShop(stock), openBrowser()]);
  t.after(() => Promise.all([browser.close(), shop.stop()]));
  const { page, keys } = await openAccount(browser, shop);
  const found = await run(browser, shop, CLIENTS.python, keys);
  assert.equal(found.back, "https://app.example/back");
  await expectSeen(page, shop, found);
});

// The Node client speaks HTTPS alone. Both act for one customer at the same time, as programs do.
test("over HTTPS, behind a reverse proxy, both clients", { concurrency: true }, async (t) => {
  const tls = await openTls();
  t.after(tls.close);
  const [shop, browser] = await Promise.all([openShop({ ...stock, ...tls.shop }), openBrowser()]);
  t.after(() => Promise.all([browser.close(), shop.stop()]));
  const { page, keys } = await openAccount(browser, shop);
  const found = [];
  const tell = ([name, client]) =>
    t.test(name, { skip: name === "python" && noPython }, async () => found.push(await run(browser, shop, client, keys, tls)));
  await Promise.all(Object.entries(CLIENTS).map(tell));
  for (const one of found) await expectSeen(page, shop, one);
});
