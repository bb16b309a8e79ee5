// Leaving: at expiry and back again, at once by the link of an e-mail, and by withdrawal with its credit note and its refund; in French, and in English without scripts.

import assert from "node:assert/strict";
import { test } from "node:test";

import { glance, newVisitor } from "../support/browser.mjs";
import { withCounter } from "../support/counter.mjs";
import * as customer from "../support/customer.mjs";
import { LANGUAGES, LEAVING } from "../support/words.mjs";

let shop;
let browser;

withCounter((opened) => ({ shop, browser } = opened));

/** Buys the same again; answers the order's number, on the order's page. */
async function buy(page, words, { isNew = false, email } = {}) {
  await customer.fillCart(page, shop, words);
  if (isNew) {
    await page.getByRole("link", { name: words.toOrderForm }).click();
    await page.getByRole("main").getByRole("link", { name: words.signUp }).click();
    await customer.signUp(page, shop, words, { email });
  } else {
    await page.getByRole("link", { name: words.toOrderForm }).click();
  }
  const { number } = await customer.placeOrder(page, words);
  await customer.chooseCard(page, words, { keep: isNew });
  await customer.typeCard(page, words, customer.CARDS.paidAtOnce);
  await page.getByRole("heading", { level: 1, name: words.order(number), exact: true }).waitFor();
  await customer.reloadUntil(page, page.getByRole("link", { name: words.downloadPdf }));
  return number;
}

const READERS = {
  fr: { words: LANGUAGES.fr, scripts: true },
  // Whoever reads English may live in France, where there is a right of withdrawal.
  en: {
    words: { ...LANGUAGES.en, browser: "en-GB", country: LANGUAGES.fr.country },
    scripts: false,
  },
};

for (const [language, { words, scripts }] of Object.entries(READERS)) {
  const said = LEAVING[language];
  const how = scripts ? "" : ", without scripts";

  test(`a customer leaves in three ways in ${language}${how}`, async () => {
    // What needs scripts is to be looked at by axe; without them, only the words are.
    const look = scripts ? glance : async () => {};
    const page = await newVisitor(browser, { locale: words.browser, scripts });
    const email = customer.newEmail("depart");
    const first = await buy(page, words, { isNew: true, email });

    // At expiry, and back again.
    await page.getByRole("link", { name: /^srv-/ }).click();
    await page.getByRole("main").getByRole("link", { name: said.terminate, exact: true }).click();
    await page.getByRole("heading", { level: 1, name: said.terminateTitle }).waitFor();
    await look(page, "the ways out");
    const ways = page.url();
    await page.getByRole("link", { name: said.atExpiry }).click();
    await page.getByLabel(said.reason).selectOption({ label: said.expensive });
    await page.getByLabel(said.futureUse).selectOption({ label: said.projectOver });
    await look(page, "terminate at expiry");
    await page.getByRole("button", { name: said.confirmAtExpiry }).click();
    await page.getByText(said.ending).first().waitFor();
    await customer.mail(page, shop, email, said.mailedEnding);
    await look(page, "a termination asked for");
    await page.getByRole("link", { name: said.undo }).click();
    await look(page, "undo");
    await page.getByRole("button", { name: said.keep }).click();
    await page.getByText(said.undone).waitFor();

    // At once, by the link.
    await page.goto(ways);
    await page.getByRole("link", { name: said.immediately }).click();
    await look(page, "delete immediately");
    await page.getByRole("button", { name: said.sendLink }).click();
    await page.getByText(said.linkSent).waitFor();
    await look(page, "the link is sent");
    const letter = await customer.mail(page, shop, email, /\/billing\/confirmTerminate/);
    const link = letter.match(/\/billing\/confirmTerminate\S+/)[0];
    await page.goto(shop.url + link);
    await look(page, "confirm the deletion");
    await page.getByRole("button", { name: said.delete }).click();
    await page.getByRole("heading", { level: 1, name: said.deleted }).waitFor();
    await look(page, "the deletion is confirmed");
    await page.goto(`${shop.url}/orders/${first}`);

    // Another one, and the right of withdrawal.
    const second = await buy(page, words);
    await customer.passTime(page, shop, "day");
    await page.goto(`${shop.url}/orders/${second}`);
    await page.getByRole("link", { name: said.seeRefund }).click();
    await look(page, "what would come back");
    const button = page.getByRole("button", { name: said.withdraw });
    const shown = (await button.innerText()).match(said.amount)[0];
    await page.getByLabel(said.sure).check();
    await button.click();
    await page.getByText(said.withdrawn).waitFor();
    const followed = page.getByRole("region", { name: said.withdrawal }).getByText(said.refunded).first();
    await customer.reloadUntil(page, followed);
    await look(page, "a withdrawal, refunded");
    assert.ok((await page.getByRole("main").innerText()).includes(shown), "what was shown is what comes back");
    await page.goto(`${shop.url}/orders/${second}`);
    await followed.waitFor();
    await look(page, "the order that was withdrawn from");
    await page.goto(`${shop.url}/invoices`);
    const note = page.getByRole("row").filter({ hasText: /FRC\d{8}/ });
    assert.ok((await note.innerText()).includes(shown.replace(/[\s€]/g, "").trim()), "the credit note has the amount");
    await look(page, "invoices with a credit note");
    const opened = page.context().waitForEvent("page");
    await note.getByRole("link", { name: /^FRC\d{8}$/ }).click();
    const sheet = await opened;
    await sheet.getByRole("heading", { level: 1, name: said.creditNote }).waitFor();
    await look(sheet, "credit note");
    await sheet.getByRole("link", { name: said.ofInvoice }).click();
    await sheet.getByRole("link", { name: said.itsCreditNote }).waitFor();
    await sheet.close();
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
}
