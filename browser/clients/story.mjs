// The published Node client, as it is: the story of story.py. It speaks HTTPS alone, so that there is no other way to it.

import assert from "node:assert/strict";
import { get } from "node:https";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";

import ovh from "@ovhcloud/node-ovh";

const [address, appKey, appSecret, family, planCode, tokenURL] = process.argv.slice(2);
const { hostname: host, port, pathname: basePath } = new URL(address);
const place = { host, port, basePath };
// What its descriptions of the API say against a call.
const warnings = [];
const warn = (...said) => warnings.push(said.join(""));
const client = ovh({ ...place, appKey, appSecret, apis: ["me", "order", "services"], warn });
const call = (method, path, params) => client.requestPromised(method, path, params);
// A region of the catalogue, where a plan asks for one: the first that is allowed is on the other side of an ocean.
const PREFERRED = { region: "europe" };

/** What `isSo` answers once it answers something: what happens in the shop takes a moment. */
async function until(what, isSo) {
  for (let looks = 0; looks < 150; looks += 1) {
    const found = await isSo();
    if (found) return found;
    await pause(200);
  }
  throw new Error(what);
}

/** Each thing of a list of keys. */
async function each(path, params) {
  const found = [];
  for (const key of await call("GET", path, params)) found.push(await call("GET", `${path}/${key}`));
  return found;
}

/** A document, as anyone fetches it who has its address. */
function download(url) {
  return new Promise((resolve, reject) => {
    const taken = async (answer) => resolve({ status: answer.statusCode, bytes: Buffer.concat(await answer.toArray()) });
    get(url, taken).on("error", reject);
  });
}

const accessRules = ["GET", "POST", "PUT", "DELETE"].map((method) => ({ method, path: "/*" }));
const asked = await call("POST", "/auth/credential", { accessRules });
assert.equal(asked.state, "pendingValidation");
client.consumerKey = asked.consumerKey;
await assert.rejects(call("GET", "/me"), ({ error }) => error === 403, "a key opens nothing before it is accepted");
console.log(JSON.stringify({ open: asked.validationUrl }));
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
assert.equal((await lines.next()).value, "done");

const me = await call("GET", "/me");
const [credential] = await each("/me/api/credential", { status: "validated" });
assert.equal(credential.status, "validated");

// Another card, registered on the page of its provider, described and taken away.
const ends = ["cancel", "error", "failure", "pending", "success"];
const callbackUrl = Object.fromEntries(ends.map((end) => [end, `https://app.example/back?${end}`]));
const card = { paymentType: "CREDIT_CARD", register: true, default: false, description: "Studio" };
const begun = await call("POST", "/me/payment/method", { ...card, callbackUrl });
assert.equal(begun.validationType, "REDIRECT");
console.log(JSON.stringify({ register: begun.url }));
assert.equal((await lines.next()).value, callbackUrl.success);
const added = `/me/payment/method/${begun.paymentMethodId}`;
const registered = await call("GET", added);
assert.deepEqual([registered.status, registered.description, registered.default], ["VALID", "Studio", false]);
assert.equal((await call("PUT", added, { description: "Old studio" })).description, "Old studio");
assert.equal((await call("DELETE", added)).status, "CANCELED");

// A plan, from the cart to the service.
const { cartId } = await call("POST", "/order/cart", { ovhSubsidiary: me.ovhSubsidiary });
const cart = `/order/cart/${cartId}`;
await call("POST", `${cart}/assign`);
const plan = (await call("GET", `${cart}/${family}`)).find((one) => one.planCode === planCode);
const chosen = (prices) => {
  const isRent = ({ capacities, pricingMode }) => capacities.includes("renew") && pricingMode === "default";
  const { duration, pricingMode } = prices.find(isRent);
  return { duration, pricingMode, quantity: 1 };
};
const { itemId } = await call("POST", `${cart}/${family}`, { planCode, ...chosen(plan.prices) });
const taken = new Set();
for (const option of await call("GET", `${cart}/${family}/options`, { planCode })) {
  if (!option.mandatory || taken.has(option.family)) continue;
  taken.add(option.family);
  await call("POST", `${cart}/${family}/options`, { itemId, planCode: option.planCode, ...chosen(option.prices) });
}
const published = await call("GET", `/order/catalog/public/${family}`, { ovhSubsidiary: me.ovhSubsidiary });
const { configurations } = published.plans.find((one) => one.planCode === planCode);
for (const { label, required } of await call("GET", `${cart}/item/${itemId}/requiredConfiguration`)) {
  if (!required) continue;
  const { values } = configurations.find(({ name }) => name === label);
  const value = values.includes(PREFERRED[label]) ? PREFERRED[label] : values[0];
  await call("POST", `${cart}/item/${itemId}/configuration`, { label, value });
}
const choices = { autoPayWithPreferredPaymentMethod: false, waiveRetractationPeriod: false };
const { orderId, prices } = await call("POST", `${cart}/checkout`, choices);
const order = `/me/order/${orderId}`;
assert.equal(await call("GET", `${order}/status`), "notPaid");
const [method] = await call("GET", "/me/payment/method", { default: true });
await call("POST", `${order}/pay`, { paymentMethod: { id: method } });
await until("the order is delivered", async () => (await call("GET", `${order}/status`)) === "delivered");
const domains = (await each(`${order}/details`)).map(({ domain }) => domain);
const service = (await each("/services")).find(({ resource }) => domains.includes(resource.name));
const { name } = service.resource;
assert.equal(service.billing.plan.code, planCode);

// Its invoice and its payment.
const [billId] = await until("the invoice is numbered", async () => {
  const bills = await call("GET", "/me/bill", { orderId });
  return bills.length && bills;
});
const bill = await call("GET", `/me/bill/${billId}`);
assert.deepEqual(bill.priceWithTax, prices.withTax);
const ordered = await call("GET", order);
assert.deepEqual(ordered.priceWithTax, bill.priceWithTax);
assert.equal((await call("GET", `${order}/payment`)).paymentType, "creditCard");
const deposit = (await each("/me/deposit")).find((one) => one.orderId === orderId);
assert.deepEqual(deposit.amount, bill.priceWithTax);
for (const { pdfUrl } of [bill, ordered, deposit]) {
  const { status, bytes } = await download(pdfUrl);
  assert.ok(status === 200 && bytes.subarray(0, 5).equals(Buffer.from("%PDF-")), pdfUrl);
}

// The end of the service, as programs that manage infrastructure do it.
const history = "/me/notification/email/history";
const before = await call("GET", history);
assert.deepEqual(warnings, [], "its own descriptions of the API know every call");
await call("POST", `/${family}/${name}/terminate`);
const token = await until("the e-mail", async () => {
  const fresh = (await call("GET", history)).filter((number) => !before.includes(number));
  for (const number of fresh) {
    const { body } = await call("GET", `${history}/${number}`);
    const found = body.match(/.*\/billing\/confirmTerminate\?id=[0-9A-Za-z]+&token=([0-9A-Za-z]+).*/);
    if (body.includes(name) && found) return found[1];
  }
});
await call("POST", `/${family}/${name}/confirmTermination`, { token });
const closed = async () => (await call("GET", `/services/${service.serviceId}`)).resource.state === "suspended";
await until("the service is closed", closed);

const wanted = { name: "Nightly", description: "", flow: "CLIENT_CREDENTIALS", callbackUrls: [] };
const { clientId: clientID, clientSecret } = await call("POST", "/me/api/oauth2/client", wanted);
const byToken = ovh({ ...place, clientID, clientSecret, tokenURL });
assert.equal((await byToken.requestPromised("GET", "/me")).nichandle, me.nichandle);

const found = { bill: billId, order: orderId, name, total: bill.priceWithTax.text, expiration: credential.expiration };
console.log(JSON.stringify({ done: found }));
process.exit(0);
