// A job that died of a real cause: seen at the desk with its reason, tried again once the cause is gone, and done.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { glance, newVisitor, openBrowser } from "../support/browser.mjs";
import * as customer from "../support/customer.mjs";
import { openMail } from "../support/mail.mjs";
import { STAFF, openServe } from "../support/shop.mjs";
import { DESK, LANGUAGES } from "../support/words.mjs";

const words = LANGUAGES.en;
const REFUSAL = "this mailbox is closed for the day";

let mail;
let shop;
let browser;

before(async () => {
  mail = await openMail();
  const settings = {
    COMPTOIR_MAIL_TRANSPORT: "smtp",
    COMPTOIR_MAIL_HOST: "127.0.0.1",
    COMPTOIR_MAIL_PORT: String(mail.port),
    COMPTOIR_MAIL_SECURITY: "none",
  };
  [shop, browser] = await Promise.all([openServe({ settings, staff: STAFF.desk }), openBrowser()]);
});

after(async () => {
  await browser?.close();
  await shop?.stop();
  mail?.close();
});

/** The desk's list of dead jobs, asked for until it holds so many. */
async function jobs(desk, count) {
  const rows = desk.getByRole("row").filter({ has: desk.getByRole("button", { name: DESK.tryAgain }) });
  for (let tries = 0; tries < 100; tries += 1) {
    await desk.goto(`${shop.url}/desk/jobs`);
    if ((await rows.count()) === count) return rows;
    await desk.waitForTimeout(100);
  }
  throw new Error(`the desk never shows ${count} dead jobs:\n${shop.log()}`);
}

test("an e-mail that its server refuses dies, is seen at the desk, and leaves when it is tried again", async () => {
  const desk = await newVisitor(browser, { locale: "en-GB" });
  await customer.signInAtDesk(desk, shop, DESK, STAFF.desk);
  await jobs(desk, 0);
  await desk.getByText(DESK.nothingFailed).waitFor();

  mail.refuse(REFUSAL);
  const newcomer = await newVisitor(browser, { locale: words.browser });
  await newcomer.goto(`${shop.url}/sign-up`);
  await newcomer.getByLabel(words.email, { exact: true }).fill(customer.newEmail("camille"));
  await newcomer.getByLabel(words.password, { exact: true }).fill("Correct-Horse-42!");
  await newcomer.getByRole("button", { name: words.goOn }).click();
  await newcomer.waitForURL(`${shop.url}/sign-up/code`);

  const dead = await jobs(desk, 1);
  await dead.getByText(REFUSAL).waitFor();
  await glance(desk, "a dead job at the desk");
  assert.deepEqual(mail.letters, [], "nothing was sent");

  // While the cause lasts it dies again, and is there again.
  await dead.getByRole("button", { name: DESK.tryAgain }).click();
  await desk.getByText(DESK.replayed).waitFor();
  await jobs(desk, 1);

  mail.accept();
  await desk.getByRole("button", { name: DESK.tryAgain }).click();
  await desk.getByText(DESK.replayed).waitFor();
  await jobs(desk, 0);
  await desk.getByText(DESK.nothingFailed).waitFor();
  for (let tries = 0; tries < 100 && mail.letters.length === 0; tries += 1) await desk.waitForTimeout(100);
  assert.equal(mail.letters.length, 1, "it left, once");
  const code = mail.letters[0].match(/^\s*(\d{6})\s*$/m)?.[1] ?? mail.letters[0].match(/\b(\d{6})\b/)?.[1];
  assert.ok(code, mail.letters[0]);
  await newcomer.getByRole("textbox").first().fill(code);
  await newcomer.getByRole("main").getByRole("button").first().click();
  await newcomer.waitForURL(`${shop.url}/sign-up/details`);
  assert.deepEqual([...desk.faults, ...newcomer.faults], []);
});
