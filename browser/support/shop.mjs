// Starts a shop of its own for a test file, in an empty folder on a free port, and stops it.

import { spawn, spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

const STARTS_WITHIN_MS = 60_000;
const STOPS_WITHIN_MS = 30_000;

/** A running demonstration: `shop.url`, `shop.log()`, `shop.stop()`. `settings` are the environment's. */
export async function openShop({ args = [], data, settings = {}, listen = "127.0.0.1:0" } = {}) {
  const folder = data ?? (await newFolder());
  const all = ["demo", "--data", path.join(folder, "demo"), "--listen", listen, ...args];
  const shop = await start(all, settings, ({ said }) => {
    const found = said.match(/^\s*Portal\s+(https?:\/\/\S+)\s*$/m);
    return said.includes("Ctrl+C") ? found?.[1] : undefined;
  });
  return { ...shop, folder, stop: (signal) => shop.stop(signal, data ? undefined : folder) };
}

/** A real shop as an operator starts it, with a member of the staff: no demonstration, no catalogue. */
export async function openServe({ settings = {}, staff }) {
  const folder = await newFolder();
  const place = ["--data", path.join(folder, "data"), "--listen", "127.0.0.1:0"];
  const { email, password } = staff;
  const add = [...place, "staff", "add", "--email", email, "--name", "Grace", "--role", "desk", "--password-stdin"];
  const added = spawnSync(binary(), add, { env: environment(settings), input: password, encoding: "utf8" });
  if (added.status !== 0) throw new Error(`no staff was added:\n${added.stdout}${added.stderr}`);
  const json = { ...settings, COMPTOIR_LOG_FORMAT: "json" };
  const shop = await start([...place, "serve"], json, ({ log }) => {
    const found = log.match(/"address":"([^"]+)"/);
    return found && `http://${found[1]}`;
  });
  return { ...shop, folder, stop: (signal) => shop.stop(signal, folder) };
}

const newFolder = () => mkdtemp(path.join(tmpdir(), "comptoir-browser-"));

function binary() {
  if (!process.env.TESTED_BINARY) throw new Error("TESTED_BINARY names the binary to test; run `cargo xtask test`");
  return process.env.TESTED_BINARY;
}

/** Nobody's own settings change what is tested. */
function environment(settings) {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("COMPTOIR_"));
  return { ...Object.fromEntries(inherited), ...settings };
}

/** Starts the binary and waits until `address` finds where it is in what it printed. */
async function start(args, settings, address) {
  const child = spawn(binary(), args, { stdio: ["ignore", "pipe", "pipe"], env: environment(settings) });
  process.once("exit", () => child.kill("SIGKILL"));
  let log = "";
  let said = "";
  const ended = new Promise((resolve) => child.on("exit", (code, signal) => resolve({ code, signal })));
  const url = await new Promise((resolve, reject) => {
    const failed = (why) => reject(new Error(`${args.join(" ")} ${why}:\n${said}${log}`));
    const timer = setTimeout(failed, STARTS_WITHIN_MS, "did not open");
    const look = () => {
      const found = address({ said, log });
      if (!found) return;
      clearTimeout(timer);
      resolve(found);
    };
    child.stdout.on("data", (chunk) => ((said += chunk), look()));
    child.stderr.on("data", (chunk) => ((log += chunk), look()));
    ended.then(({ code }) => failed(`ended with ${code}`));
  });
  const stop = async (signal = "SIGTERM", folder) => {
    child.kill(signal);
    const late = new Promise((resolve) => setTimeout(resolve, STOPS_WITHIN_MS, "late").unref());
    if ((await Promise.race([ended, late])) === "late") child.kill("SIGKILL");
    if (folder) await rm(folder, { recursive: true, force: true });
    return ended;
  };
  return { url, said: () => said, log: () => log, stop, pid: child.pid };
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
