// A page whose answer arrives in two halves with a wait between them, as over a slow line, and what moves meanwhile.

import { once } from "node:events";
import { createServer, request } from "node:http";

/** How long the second half lets itself be waited for: longer than a browser waits to draw the first. */
const WAIT_MS = 300;

/** Stands before a shop: `url` is its own; `cutAt(share)` says after which share of a page the wait comes. */
export async function openHalves(shop) {
  let share = 0.5;
  const server = createServer((asked, answer) => {
    const { hostname, port, host } = new URL(shop.url);
    // What is packed has no halves that can be drawn.
    const headers = { ...asked.headers, host, "accept-encoding": "identity" };
    const { url: path, method } = asked;
    const onward = request({ hostname, port, path, method, headers }, async (given) => {
      const body = Buffer.concat(await given.toArray());
      answer.writeHead(given.statusCode, given.headers);
      if (given.headers["content-type"]?.startsWith("text/html")) {
        const cut = Math.floor(body.length * share);
        answer.write(body.subarray(0, cut));
        await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
        answer.end(body.subarray(cut));
      } else answer.end(body);
    });
    onward.on("error", () => answer.destroy());
    asked.pipe(onward);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    cutAt: (cut) => (share = cut),
    close: () => server.close(),
  };
}

/** Notes what moves in each page of a window while it loads. */
export async function noteShifts(context) {
  await context.addInitScript(() => {
    globalThis.shifts = [];
    const name = ({ nodeName, className } = {}) => `${nodeName}.${className ?? ""}`;
    const place = ({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(" ");
    new PerformanceObserver((seen) => {
      for (const { value, sources } of seen.getEntries()) {
        const what = sources.map(
          ({ node, previousRect, currentRect }) =>
            `${name(node ?? undefined)} from ${place(previousRect)} to ${place(currentRect)}`,
        );
        globalThis.shifts.push(`${value}: ${what.join("; ")}`);
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
}

/** What moved in a page that is loaded now. */
export async function shiftsOf(page) {
  return page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    for (let frames = 0; frames < 3; frames += 1) await frame();
    return globalThis.shifts;
  });
}
