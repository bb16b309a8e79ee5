// The browser of the tests, and what every page is asked: no accessibility fault, no error, no scroll sideways.

import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";

import { chromium } from "playwright-core";

const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The sizes every page is looked at in. */
export const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };

/** What can be wrong by night and right by day. */
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];
/** The law for what is no page of ours, such as an e-mail: it has no landmarks. */
export const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** The narrowest telephone, and a desktop zoomed to 200 %, which is one of half its width. */
const NARROW = [{ width: 320, height: 640 }, { width: 640, height: 400 }];

/** What htmx writes when a newer request, or the next page, takes the place of one under way. */
const LEFT_ALONE = /^htmx:(sendAbort|afterRequest)\b/;

/** Starts Chromium; a remote one can be driven by other programs too, at `browser.port`. */
export async function openBrowser({ isRemote = false } = {}) {
  const port = isRemote ? await freePort() : undefined;
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-dev-shm-usage", ...(port ? [`--remote-debugging-port=${port}`] : [])],
  });
  return Object.assign(browser, { port });
}

/** A port nobody listens on. */
export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** A new visitor. Errors of the page's own are collected in `page.faults`. */
export async function newVisitor(browser, { locale = "en", size = SIZES.desktop, scripts = true, anyCertificate = false } = {}) {
  const context = await browser.newContext({
    locale,
    viewport: size,
    colorScheme: "light",
    // A window that changes its size in the middle of a transition between pages aborts it.
    reducedMotion: "reduce",
    javaScriptEnabled: scripts,
    ignoreHTTPSErrors: anyCertificate,
    acceptDownloads: true,
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" && !LEFT_ALONE.test(message.text())) page.faults.push(message.text());
  });
  return page;
}

/** Waits until no colour or place is on its way to another. */
async function settle(page) {
  await page.evaluate(async () => {
    const ends = (animation) => Number.isFinite(animation.effect.getComputedTiming().endTime);
    const all = Promise.allSettled(document.getAnimations().filter(ends).map((animation) => animation.finished));
    await Promise.race([all, new Promise((resolve) => setTimeout(resolve, 1_000))]);
  });
}

/** Looks for faults of accessibility (WCAG 2.2 AA and good practice) in the page as it stands. */
export async function expectAccessible(page, name, { only } = {}) {
  await settle(page);
  // Evaluated by the browser itself, which the page's content policy does not bind.
  if (!(await page.evaluate(() => Boolean(globalThis.axe)))) await page.evaluate(axeSource);
  const options = { resultTypes: ["violations"], ...(only && { runOnly: only }) };
  const results = await page.evaluate((options) => globalThis.axe.run(document, options), options);
  const found = results.violations.map(
    ({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.slice(0, 3).map(shown).join("\n    ")}`,
  );
  assert.deepEqual(found, [], `${name} at ${page.url()}:\n  ${found.join("\n  ")}`);
}

function shown({ html, failureSummary }) {
  return `${html}\n      ${failureSummary.replace(/\s*\n\s*/g, " ")}`;
}

/** The page fits its width. */
export async function expectNoSidewaysScroll(page, name) {
  const [wanted, given] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(wanted <= given, `${name} is ${wanted} wide in a window of ${given}`);
}

/** Every menu of the page opens inside the window. */
async function expectMenusFit(page, name) {
  const cut = await page.evaluate(() => {
    const menus = [...document.querySelectorAll("main details.menu:not([open])")].filter((menu) => menu.checkVisibility());
    const sides = menus.map((menu) => {
      menu.open = true;
      const { left, right } = menu.querySelector(".menu-list").getBoundingClientRect();
      menu.open = false;
      return [menu.innerText.trim() || menu.firstElementChild.ariaLabel, left, right];
    });
    return sides.filter(([, left, right]) => left < 0 || right > innerWidth);
  });
  assert.deepEqual(cut, [], `${name}: menus that the window cuts off`);
}

/** Turns the page light or dark, and waits until it is drawn so. */
async function paint(page, scheme) {
  await page.emulateMedia({ colorScheme: scheme });
  await page.evaluate(async (scheme) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    do await frame();
    while (!matchMedia(`(prefers-color-scheme: ${scheme})`).matches);
    await frame();
  }, scheme);
}

/** Looks closely at the page as it stands: on a phone and on a desktop, each by day and by night. */
export async function inspect(page, name) {
  await lookEverywhere(page, name, async (device) => {
    await expectAccessible(page, `${name}, ${device}, light`);
    await paint(page, "dark");
    await expectAccessible(page, `${name}, ${device}, dark`, { only: COLOUR_RULES });
    await paint(page, "light");
  });
}

/** Looks at the page as it stands: on a desktop by day and on a phone by night. */
export async function glance(page, name, options) {
  await lookEverywhere(page, name, async (device) => {
    const scheme = device === "phone" ? "dark" : "light";
    await paint(page, scheme);
    await expectAccessible(page, `${name}, ${device}, ${scheme}`, options);
  });
  await paint(page, "light");
}

async function lookEverywhere(page, name, look) {
  const before = page.viewportSize();
  for (const [device, size] of Object.entries(SIZES)) {
    await page.setViewportSize(size);
    await expectNoSidewaysScroll(page, `${name}, ${device}`);
    await expectMenusFit(page, `${name}, ${device}`);
    await look(device);
  }
  for (const size of NARROW) {
    await page.setViewportSize(size);
    await expectNoSidewaysScroll(page, `${name}, ${size.width} wide`);
    await expectMenusFit(page, `${name}, ${size.width} wide`);
  }
  await page.setViewportSize(before);
}

/** The page fits a phone too. */
export async function fitsPhone(page, name) {
  const before = page.viewportSize();
  await page.setViewportSize(SIZES.phone);
  await expectNoSidewaysScroll(page, name);
  await page.setViewportSize(before);
}
