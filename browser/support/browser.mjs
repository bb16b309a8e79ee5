// The browser of the tests, and what every page is asked: no accessibility fault, no error, no scroll sideways.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";

import { chromium } from "playwright-core";

const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The sizes every page is looked at in. */
export const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };

/** Starts Chromium. */
export function openBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
  });
}

/** A new visitor. Errors of the page's own are collected in `page.faults`. */
export async function newVisitor(browser, { locale = "en", size = SIZES.desktop, scheme = "light" } = {}) {
  const context = await browser.newContext({ locale, viewport: size, colorScheme: scheme, acceptDownloads: true });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(String(error)));
  page.on("console", (message) => message.type() === "error" && page.faults.push(message.text()));
  return page;
}

/** Looks for faults of accessibility (WCAG 2.2 AA and good practice) in the page as it stands. */
export async function expectAccessible(page, name) {
  // Evaluated by the browser itself, which the page's content policy does not bind.
  await page.evaluate(axeSource);
  const results = await page.evaluate(() => globalThis.axe.run(document));
  const found = results.violations.map(
    ({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.map(({ html }) => html).slice(0, 3).join("\n    ")}`,
  );
  assert.deepEqual(found, [], `${name} at ${page.url()}:\n  ${found.join("\n  ")}`);
}

/** The page fits its width. */
export async function expectNoSidewaysScroll(page, name) {
  const [wanted, given] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(wanted <= given, `${name} is ${wanted} wide in a window of ${given}`);
}
