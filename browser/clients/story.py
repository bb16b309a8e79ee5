"""The published Python client, as it is: asks for access, reads what there is, orders a plan, fetches its invoice, and ends
the service with the token of an e-mail.

Arguments: the address of the API, an application key, its secret, a family of the catalogue, a plan of it, and the address
of tokens where clients of OAuth 2.0 are to be tried. Each line of standard output is JSON: `open` is a page its customer
answers, after which a line is read from standard input; `register` is one on which a card is given, after which that line
is where the browser ended; `done` is what was found.
"""

import json
import re
import sys
import time

import ovh
import ovh.client
import requests

address, key, secret, family, plan_code = sys.argv[1:6]
tokens = sys.argv[6] if len(sys.argv) > 6 else None
ovh.client.ENDPOINTS["counter"] = address
client = ovh.Client(endpoint="counter", application_key=key, application_secret=secret)
# A region of the catalogue, where a plan asks for one: the first that is allowed is on the other side of an ocean.
PREFERRED = {"region": "europe"}


def until(what, is_so):
    """What `is_so` answers once it answers something: what happens in the shop takes a moment."""
    for _ in range(150):
        found = is_so()
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError(what)


wanted = client.new_consumer_key_request()
wanted.add_recursive_rules(ovh.API_READ_WRITE, "")
asked = wanted.request("https://app.example/back")
assert asked["state"] == "pendingValidation", asked
try:
    client.get("/me")
    raise AssertionError("a key opens nothing before it is accepted")
except ovh.exceptions.InvalidCredential:
    pass
print(json.dumps({"open": asked["validationUrl"]}), flush=True)
assert sys.stdin.readline().strip() == "done"

me = client.get("/me")
credential = client.get("/auth/currentCredential")
assert credential["status"] == "validated", credential

# Another card, registered on the page of its provider, described and taken away.
ends = ["cancel", "error", "failure", "pending", "success"]
back = {end: "https://app.example/back?" + end for end in ends}
card = {"paymentType": "CREDIT_CARD", "register": True, "default": False, "description": "Studio"}
begun = client.post("/me/payment/method", callbackUrl=back, **card)
assert begun["validationType"] == "REDIRECT", begun
print(json.dumps({"register": begun["url"]}), flush=True)
assert sys.stdin.readline().strip() == back["success"]
added = "/me/payment/method/%d" % begun["paymentMethodId"]
registered = client.get(added)
assert registered["status"] == "VALID" and registered["description"] == "Studio", registered
assert client.put(added, description="Old studio")["description"] == "Old studio"
assert client.delete(added)["status"] == "CANCELED"

# A plan, from the cart to the service.
cart = "/order/cart/" + client.post("/order/cart", ovhSubsidiary=me["ovhSubsidiary"], _need_auth=False)["cartId"]
client.post(cart + "/assign")
plan = next(one for one in client.get("%s/%s" % (cart, family)) if one["planCode"] == plan_code)


def chosen(prices):
    rent = next(one for one in prices if "renew" in one["capacities"] and one["pricingMode"] == "default")
    return {"duration": rent["duration"], "pricingMode": rent["pricingMode"], "quantity": 1}


item = client.post("%s/%s" % (cart, family), planCode=plan_code, **chosen(plan["prices"]))
taken = set()
for option in client.get("%s/%s/options" % (cart, family), planCode=plan_code):
    if option["mandatory"] and option["family"] not in taken:
        taken.add(option["family"])
        option = {"planCode": option["planCode"], "itemId": item["itemId"], **chosen(option["prices"])}
        client.post("%s/%s/options" % (cart, family), **option)
of_item = "%s/item/%d" % (cart, item["itemId"])
published = client.get("/order/catalog/public/" + family, ovhSubsidiary=me["ovhSubsidiary"], _need_auth=False)
known = next(one for one in published["plans"] if one["planCode"] == plan_code)["configurations"]
allowed = {one["name"]: one["values"] for one in known}
for wanted in client.get(of_item + "/requiredConfiguration"):
    if wanted["required"]:
        label, preferred = wanted["label"], PREFERRED.get(wanted["label"])
        value = preferred if preferred in allowed[label] else allowed[label][0]
        client.post(of_item + "/configuration", label=label, value=value)
order = client.post(cart + "/checkout", autoPayWithPreferredPaymentMethod=False, waiveRetractationPeriod=False)
of_order = "/me/order/%d" % order["orderId"]
assert client.get(of_order + "/status") == "notPaid"
method = client.get("/me/payment/method", default=True)[0]
client.post(of_order + "/pay", paymentMethod={"id": method})
until("the order is delivered", lambda: client.get(of_order + "/status") == "delivered")
domains = [client.get("%s/details/%d" % (of_order, one))["domain"] for one in client.get(of_order + "/details")]
numbers = client.get("/services")
services = [client.get("/services/%d" % number) for number in numbers]
service = next(one for one in services if one["resource"]["name"] in domains)
name = service["resource"]["name"]
assert service["billing"]["plan"]["code"] == plan_code, service

# Its invoice and its payment.
bill_id = until("the invoice is numbered", lambda: client.get("/me/bill", orderId=order["orderId"]))[0]
bill = client.get("/me/bill/%s" % bill_id)
assert bill["priceWithTax"] == order["prices"]["withTax"], bill
assert client.get("/me/order/%d" % order["orderId"])["priceWithTax"] == bill["priceWithTax"]
assert client.get(of_order + "/payment")["paymentType"] == "creditCard"
deposits = [client.get("/me/deposit/%s" % one) for one in client.get("/me/deposit")]
paid = next(one for one in deposits if one["orderId"] == order["orderId"])
assert paid["amount"] == bill["priceWithTax"], paid
for document in (bill, client.get("/me/order/%d" % order["orderId"]), paid):
    pdf = requests.get(document["pdfUrl"])
    assert pdf.status_code == 200 and pdf.content.startswith(b"%PDF-"), document["pdfUrl"]

# The end of the service, as programs that manage infrastructure do it.
history = "/me/notification/email/history"
before = client.get(history)
client.post("/%s/%s/terminate" % (family, name))
LINK = r".*/billing/confirmTerminate\?id=[0-9A-Za-z]+&token=([0-9A-Za-z]+).*"


def token():
    for number in sorted(set(client.get(history)) - set(before)):
        body = client.get("%s/%d" % (history, number))["body"]
        if name in body and "/billing/confirmTerminate" in body:
            return re.search(LINK, body).group(1)


client.post("/%s/%s/confirmTermination" % (family, name), token=until("the e-mail", token))
until("the service is closed", lambda: client.get("/services/%d" % service["serviceId"])["resource"]["state"] == "suspended")

if tokens:
    made = client.post(
        "/me/api/oauth2/client", name="Nightly", description="", flow="CLIENT_CREDENTIALS", callbackUrls=[]
    )
    ovh.client.OAUTH2_TOKEN_URLS["counter"] = tokens
    by_token = ovh.Client(endpoint="counter", client_id=made["clientId"], client_secret=made["clientSecret"])
    assert by_token.get("/me")["nichandle"] == me["nichandle"]

found = {"bill": bill_id, "order": order["orderId"], "name": name, "total": bill["priceWithTax"]["text"]}
print(json.dumps({"done": {**found, "expiration": credential["expiration"]}}), flush=True)
