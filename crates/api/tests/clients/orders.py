"""The published client, as it is: fills a cart without an account, takes it, orders it, pays, finds what was delivered, and
ends it with the token of an e-mail.

Arguments: the address of the API, an application key, its secret and an accepted consumer key. What the test must do
meanwhile is asked for on standard output and confirmed on standard input.
"""

import re
import sys

import ovh
import ovh.client

address, key, secret, consumer = sys.argv[1:]
ovh.client.ENDPOINTS["counter"] = address
client = ovh.Client(endpoint="counter", application_key=key, application_secret=secret, consumer_key=consumer)
PLAN, OPTION = "ct-vps-s", "ct-disk-80-vps-s"


def wait(what):
    print(what, flush=True)
    assert sys.stdin.readline().strip() == "done"


def anyone(method, path, **body):
    return getattr(client, method)(path, _need_auth=False, **body)


cart = anyone("post", "/order/cart", ovhSubsidiary="FR", description="by a program")
place = "/order/cart/" + cart["cartId"]
plan = next(one for one in anyone("get", place + "/vps") if one["planCode"] == PLAN)
rent = next(one for one in plan["prices"] if "renew" in one["capacities"] and one["pricingMode"] == "default")
chosen = {"duration": rent["duration"], "pricingMode": rent["pricingMode"], "quantity": 1}
item = anyone("post", place + "/vps", planCode=PLAN, **chosen)
options = anyone("get", place + "/vps/options", planCode=PLAN)
assert OPTION in [one["planCode"] for one in options], options
anyone("post", place + "/vps/options", planCode=OPTION, itemId=item["itemId"], **chosen)
of_item = "%s/item/%d" % (place, item["itemId"])
said = {"region": "eu-west", "os": "debian-13"}
for wanted in anyone("get", of_item + "/requiredConfiguration"):
    if wanted["required"]:
        anyone("post", of_item + "/configuration", label=wanted["label"], value=said[wanted["label"]])

try:
    client.get(place + "/checkout")
    raise AssertionError("nobody took this cart")
except ovh.exceptions.ResourceNotFoundError:
    pass
client.post(place + "/assign")
draft = client.get(place + "/checkout")
assert draft["orderId"] is None and draft["prices"] == client.get(place + "/checkout")["prices"], draft
order = client.post(place + "/checkout", autoPayWithPreferredPaymentMethod=False, waiveRetractationPeriod=False)
assert order["prices"] == draft["prices"], order
assert client.get(place)["readOnly"] is True

of_order = "/me/order/%d" % order["orderId"]
assert client.get(of_order + "/status") == "notPaid"
method = client.get("/me/payment/method", default=True)[0]
assert client.post(of_order + "/pay", paymentMethod={"id": method}) is None
wait("charge")
assert client.get(of_order + "/status") in ("checking", "delivering")
wait("deliver")
assert client.get(of_order + "/status") == "delivered"

found = None
for number in client.get(of_order + "/details"):
    line = "%s/details/%d" % (of_order, number)
    if client.get(line + "/extension")["order"]["plan"]["code"] == PLAN:
        found = client.get(line)["domain"]
assert found, "the name of what was ordered"
assert client.get("/vps/%s/serviceInfos" % found)["status"] == "ok"
bill = client.get(of_order + "/associatedObject")
assert bill["type"] == "Bill", bill
assert client.get("/me/bill/" + bill["id"])["priceWithTax"] == order["prices"]["withTax"]

history = "/me/notification/email/history"
before = client.get(history)
try:
    client.post("/vps/%s/confirmTermination" % found, token="0" * 96)
    raise AssertionError("nobody was sent this token")
except ovh.exceptions.BadParametersError as error:
    assert "[token]" in str(error), error
client.post("/vps/%s/terminate" % found)
wait("mail")
new = [number for number in client.get(history) if number not in before]
assert before and max(before) < min(new), (before, new)
bodies = [client.get("%s/%d" % (history, number))["body"] for number in new]
body = next(body for body in bodies if found in body and "/billing/confirmTerminate" in body)
token = re.search(r".*/billing/confirmTerminate\?id=[0-9A-Za-z]+&token=([0-9A-Za-z]+).*", body).group(1)
assert client.get("/vps/%s/serviceInfos" % found)["status"] == "ok", "asking ends nothing"
client.post("/vps/%s/confirmTermination" % found, token=token)
service = client.get("/services/%d" % client.get("/services", resourceName=found)[0])
assert service["resource"]["state"] in ("toSuspend", "suspended"), service
try:
    client.post("/vps/%s/confirmTermination" % found, token=token)
    raise AssertionError("a token works once")
except ovh.exceptions.BadParametersError as error:
    assert "used before" in str(error), error
print("done", flush=True)
