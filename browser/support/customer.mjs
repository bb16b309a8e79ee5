// What a customer does, by the words on the screen. Each function begins and ends on the page a person would be on.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";

/** Card numbers of the sandbox provider. */
export const CARDS = {
  paidAtOnce: "4000 0700 0000 1003",
  paidAfterCode: "4000 0700 0000 2001",
  noFunds: "4000 0700 0000 3017",
  paidLater: "4000 0700 0000 4015",
  answerLost: "4000 0700 0000 5012",
  requestLost: "4000 0700 0000 5020",
  refusedAlone: "4000 0700 0000 3041",
};

/** A password that the rules let in. */
export const PASSWORD = "Quai-du-Port-2719";

const PLACES = {
  fr: { address: "3 quai de la Gare", zip: "75013", city: "Paris" },
  it: { address: "Via Roma 12", zip: "10121", city: "Torino" },
  en: { address: "12 King Street", zip: "H3A 1A1", city: "Montreal" },
};

const nobody = async () => {};

/** An address nobody has used yet. */
export function newEmail(name) {
  return `${name}-${Date.now().toString(36)}${Math.floor(Math.random() * 1e6)}@client.example`;
}

/** From the home page to a plan of a family, with an option, in the cart; answers what the plan said it costs now. */
export async function fillCart(page, shop, words, look = nobody) {
  await page.goto(shop.url);
  const country = page.getByLabel(words.where);
  // The country of somebody signed in is that of the account.
  if ((await country.count()) && (await country.inputValue()) !== words.country.code) {
    await country.selectOption({ label: words.country.name });
    await page.locator("form", { has: country }).getByRole("button", { name: words.change }).click();
  }
  await look(page, "home");
  await page.getByRole("link", { name: words.family, exact: true }).click();
  await look(page, "plans");
  await page.getByRole("link", { name: words.plan }).click();
  await look(page, "plan");
  const dearer = page.getByRole("radio", { name: words.storage });
  const dueNow = page.locator("#quote .total dd");
  // A choice that is made before the scripts came changes nothing by itself.
  await dearer.waitFor();
  await page.waitForLoadState();
  const cheaper = await dueNow.innerText();
  await dearer.check();
  if (await hasScripts(page)) {
    await page.waitForFunction((old) => document.querySelector("#quote .total dd").innerText !== old, cheaper);
  } else {
    await page.getByRole("button", { name: words.updatePrice }).click();
    assert.ok(await dearer.isChecked(), "the choice stays");
  }
  const net = await dueNow.innerText();
  assert.notEqual(net, cheaper, "the price follows the choice");
  assert.ok(await page.getByText(words.dueNow).isVisible());
  await look(page, "plan, chosen");
  await page.getByRole("button", { name: words.addToCart }).click();
  await page.getByRole("heading", { level: 1, name: words.cart }).waitFor();
  await look(page, "cart");
  return net;
}

/** Whether the page's scripts run. */
function hasScripts(page) {
  return page.evaluate(() => Boolean(globalThis.htmx)).catch(() => false);
}

/** Makes an account on the way to the order form, with the code from the e-mail. */
export async function signUp(page, shop, words, { email, look = nobody, language = "fr" }) {
  await page.getByLabel(words.taxCountry).selectOption({ label: words.country.name });
  await page.getByLabel(words.email, { exact: true }).fill(email);
  await page.getByLabel(words.password, { exact: true }).fill(PASSWORD);
  await look(page, "sign-up");
  await page.getByRole("button", { name: words.goOn }).click();
  await look(page, "sign-up: code");
  await page.getByLabel(words.code, { exact: true }).fill(await mailedCode(page, shop, email));
  await page.getByRole("button", { name: words.checkCode }).click();
  await look(page, "sign-up: details");
  await page.getByRole("radio", { name: words.individual }).check();
  const place = PLACES[language];
  await page.getByLabel(words.firstName, { exact: true }).fill("Camille");
  await page.getByLabel(words.lastName, { exact: true }).fill("Ferrand");
  await page.getByLabel(words.address, { exact: true }).fill(place.address);
  await page.getByLabel(words.zip, { exact: true }).fill(place.zip);
  await page.getByLabel(words.city, { exact: true }).fill(place.city);
  await page.getByRole("button", { name: words.createAccount }).click();
}

/** Looks again and again until `isThere` says so, where nothing changes by itself. */
export async function lookUntil(page, isThere) {
  for (let looks = 0; looks < 80; looks += 1) {
    if (await isThere()) return;
    await page.waitForTimeout(250);
  }
  throw new Error(`it never came on ${page.url()}: ${await page.getByRole("main").innerText()}`);
}

/** Loads a page again until `locator` is seen, where nothing changes by itself. */
export async function reloadUntil(page, locator) {
  for (let looks = 0; looks < 120 && !(await locator.isVisible()); looks += 1) {
    // First, so that the page that was just asked for is there to be loaded again.
    await page.waitForTimeout(500);
    await page.waitForLoadState();
    await page.reload();
  }
  await locator.waitFor();
}

/** The code in the newest e-mail to an address, read on the demonstration's page of e-mails. */
export async function mailedCode(page, shop, email) {
  const text = await mail(page, shop, email, /\b\d{6}\b/);
  return text.match(/\b(\d{6})\b/)[1];
}

/** The newest e-mail to an address whose text has `pattern`, read on the demonstration's page of e-mails. */
export async function mail(page, shop, email, pattern) {
  const tab = await page.context().newPage();
  try {
    for (let patience = 60; patience > 0; patience -= 1) {
      await tab.goto(`${shop.url}/demo/mailbox`);
      const rows = tab.getByRole("row").filter({ hasText: email }).getByRole("link");
      const letters = await rows.evaluateAll((links) => links.map((link) => link.href));
      for (const letter of letters) {
        await tab.goto(`${letter}?view=text`);
        const text = await tab.locator("pre").innerText();
        if (pattern.test(text)) return text;
      }
      await tab.waitForTimeout(250);
    }
    throw new Error(`no e-mail to ${email} says ${pattern}`);
  } finally {
    await tab.close();
  }
}

/** Signs a member of the staff in at the desk. */
export async function signInAtDesk(page, shop, words, { email, password }) {
  await page.goto(`${shop.url}/desk`);
  await page.getByLabel(words.email, { exact: true }).fill(email);
  await page.getByLabel(words.password, { exact: true }).fill(password);
  await page.getByRole("main").getByRole("button", { name: words.signIn }).click();
  await page.getByRole("heading", { level: 1, name: words.queue }).waitFor();
}

/** Signs a customer in, from any page. */
export async function signIn(page, shop, words, { email, password }) {
  await page.goto(`${shop.url}/sign-in`);
  await page.getByLabel(words.login).fill(email);
  await page.getByLabel(words.password, { exact: true }).fill(password);
  await page.getByRole("main").getByRole("button", { name: words.signIn }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
}

/** Accepts the contracts on the order form and orders; answers the number and the total. */
export async function placeOrder(page, words, look = nobody) {
  await page.getByRole("heading", { level: 1, name: words.orderForm }).waitFor();
  await look(page, "order form");
  const total = await page.locator(".sums .total dd").innerText();
  assert.ok(await page.getByText(words.total).first().isVisible());
  await page.getByLabel(words.acceptContracts).check();
  const waiver = page.locator("#waiver");
  if (await waiver.count()) await waiver.check();
  await page.getByRole("button", { name: words.placeOrder }).click();
  await page.getByText(words.howToPay).first().waitFor();
  const number = page.url().match(/\/orders\/(\d+)\/pay/)[1];
  return { number, total };
}

/** From the cart of somebody signed in to an order. */
export async function orderCart(page, words) {
  await page.getByRole("link", { name: words.toOrderForm }).click();
  return placeOrder(page, words);
}

/** Chooses a new card and goes to the provider's page. */
export async function chooseCard(page, words, { keep = false, look = nobody } = {}) {
  await page.getByRole("radio", { name: words.card }).check();
  if (keep) await page.getByLabel(words.keep).check();
  await look(page, "pay");
  await page.getByRole("main").getByRole("button", { name: words.pay }).click();
  await page.getByLabel(words.provider.number).waitFor();
}

/** Types a card on the provider's page and sends it. */
export async function typeCard(page, words, number, look = nobody) {
  await page.getByLabel(words.provider.number).fill(number);
  await page.getByLabel(words.provider.expiry).fill("12/39");
  await page.getByLabel(words.provider.cvc).fill("123");
  await page.getByLabel(words.provider.name).fill("Camille Ferrand");
  await look(page, "provider: card");
  await page.getByRole("button", { name: words.provider.pay }).click();
}

/** Types the code that the bank shows on the customer's telephone. */
export async function confirmCode(page, words, look = nobody) {
  await page.getByRole("heading", { level: 1 }).filter({ hasText: words.provider.really }).waitFor();
  await look(page, "provider: code");
  const shown = await page.locator(".phone").innerText();
  await page.getByLabel(words.provider.code, { exact: true }).fill(shown.match(/\b\d{6}\b/)[0]);
  await page.getByRole("button", { name: words.provider.confirm }).click();
}

/** Waits on the tracking page, which changes by itself: nothing here reloads it. */
export async function watchDelivery(page, words, number, look = nobody) {
  await page.getByRole("heading", { level: 1, name: words.order(number), exact: true }).waitFor({ timeout: 60_000 });
  await page.waitForLoadState();
  const loads = [];
  const noted = () => loads.push(page.url());
  page.on("load", noted);
  await look(page, "tracking, on its way");
  await page.locator("#progress .badge").filter({ hasText: words.delivered }).first().waitFor({ timeout: 60_000 });
  await page.getByRole("link", { name: words.downloadPdf }).waitFor({ timeout: 60_000 });
  page.off("load", noted);
  assert.deepEqual(loads, [], "the page changed by itself, without being loaded again");
  await look(page, "tracking, delivered");
}

/** Opens the invoice and downloads it as PDF; answers its reference, its page's text, the PDF's and its bytes. */
export async function takeInvoice(page, words, look = nobody) {
  const opened = page.context().waitForEvent("page");
  await page.getByRole("link", { name: words.seeInvoice }).click();
  const sheet = await opened;
  await sheet.waitForLoadState();
  const text = await sheet.locator("body").innerText();
  await look(sheet, "invoice");
  await sheet.close();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: words.downloadPdf }).click(),
  ]);
  const pdf = await bytes(download);
  const reference = (await page.locator("a[href$='/pdf']").getAttribute("href")).split("/")[2];
  const pdfText = execFileSync("pdftotext", ["-layout", "-", "-"], { input: pdf, encoding: "utf8" });
  return { reference, text, name: download.suggestedFilename(), pdf, pdfText };
}

/** What a download contains. */
export async function bytes(download) {
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Moves the demonstration's clock: `hour`, `day`, `week` or `month`. Whoever does it stays signed in. */
export async function passTime(page, shop, jump) {
  const tab = await page.context().newPage();
  await tab.goto(`${shop.url}/demo`);
  const moved = tab.waitForResponse((answer) => answer.url().endsWith("/demo/time"));
  await tab.locator("form", { has: tab.locator(`[name=jump][value=${jump}]`) }).getByRole("button").click();
  await moved;
  await tab.waitForLoadState();
  await tab.close();
}
