// Doing the main job without a mouse: Tab to a thing that shows that it has the focus, then its own keys.

import assert from "node:assert/strict";

const TABS_MAX = 90;

/** Goes to `target` with Tab, as far as it takes, and checks that the focus can be seen there. */
export async function tabTo(page, target) {
  const hasFocus = () => target.evaluate((element) => element === document.activeElement);
  await target.waitFor();
  for (let tabs = 0; !(await hasFocus()); tabs += 1) {
    assert.ok(tabs < TABS_MAX, `${target} is not reached with Tab`);
    await page.keyboard.press("Tab");
  }
  const isSeen = await target.evaluate((element) => {
    const shows = ({ outlineStyle, outlineWidth }) => outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
    return [element, element.closest("label, article")].some((part) => part && shows(getComputedStyle(part)));
  });
  assert.ok(isSeen, `the focus on ${target} shows`);
}

/** Goes to a link or button and presses Enter. */
export async function press(page, target) {
  await tabTo(page, target);
  await page.keyboard.press("Enter");
}

/** Goes to a field and types. */
export async function type(page, target, text) {
  await tabTo(page, target);
  await page.keyboard.press("Control+A");
  await page.keyboard.type(text);
}

/** Goes to a box and ticks it with Space. */
export async function tick(page, target) {
  await tabTo(page, target);
  await page.keyboard.press("Space");
  assert.ok(await target.isChecked(), `${target} is ticked`);
}

/** Goes to a group of choices, whichever of them has Tab's turn, and walks to one with the arrows. */
export async function choose(page, target) {
  const name = await target.getAttribute("name");
  const isInGroup = () => page.evaluate((name) => document.activeElement?.name === name, name);
  for (let tabs = 0; !(await isInGroup()); tabs += 1) {
    assert.ok(tabs < TABS_MAX, `${target} is not reached with Tab`);
    await page.keyboard.press("Tab");
  }
  if (!(await target.isChecked())) await page.keyboard.press("Space");
  for (let steps = 0; !(await target.isChecked()); steps += 1) {
    assert.ok(steps < 20, `${target} is not reached with arrows`);
    await page.keyboard.press("ArrowDown");
  }
}
