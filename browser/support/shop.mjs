// Starts a demonstration of its own for a test file, in an empty folder on a free port, and stops it.

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

const STARTS_WITHIN_MS = 60_000;
const STOPS_WITHIN_MS = 30_000;

/** A running demonstration: `shop.url`, `shop.log()`, `shop.stop()`. `settings` are the environment's. */
export async function openShop({ args = [], data, settings = {} } = {}) {
  const folder = data ?? (await mkdtemp(path.join(tmpdir(), "comptoir-browser-")));
  const binary = process.env.TESTED_BINARY;
  if (!binary) throw new Error("TESTED_BINARY names the binary to test; run `cargo xtask test`");
  const all = ["demo", "--data", path.join(folder, "demo"), "--listen", "127.0.0.1:0", ...args];
  // Nobody's own settings change what is tested.
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("COMPTOIR_"));
  const env = { ...Object.fromEntries(inherited), ...settings };
  const child = spawn(binary, all, { stdio: ["ignore", "pipe", "pipe"], env });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  let log = "";
  let said = "";
  child.stderr.on("data", (chunk) => (log += chunk));
  const ended = new Promise((resolve) => child.on("exit", (code, signal) => resolve({ code, signal })));
  const url = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the demonstration did not open:\n${said}${log}`)), STARTS_WITHIN_MS);
    child.stdout.on("data", (chunk) => {
      said += chunk;
      const found = said.match(/^\s*Portal\s+(http:\/\/\S+)\s*$/m);
      if (found && said.includes("Ctrl+C")) {
        clearTimeout(timer);
        resolve(found[1]);
      }
    });
    ended.then(({ code }) => reject(new Error(`the demonstration ended with ${code}:\n${said}${log}`)));
  });
  const stop = async (signal = "SIGTERM") => {
    child.kill(signal);
    const late = new Promise((resolve) => setTimeout(resolve, STOPS_WITHIN_MS, "late").unref());
    if ((await Promise.race([ended, late])) === "late") child.kill("SIGKILL");
    if (!data) await rm(folder, { recursive: true, force: true });
    return ended;
  };
  return { url, folder, said: () => said, log: () => log, stop, pid: child.pid };
}

/** The demonstration's customers, by country. */
export const CUSTOMERS = {
  fr: { email: "chloe@client.example", password: "Passerelle-42-bleue" },
  it: { email: "marco@cliente.example", password: "Lanterna-27-verde" },
  en: { email: "emily@client.example", password: "Traineau-63-boreal" },
};

/** The demonstration's staff. */
export const STAFF = {
  desk: { email: "desk@staff.example", password: "Guichet-81-ouvert" },
  reader: { email: "reader@staff.example", password: "Lunette-19-ronde" },
};
