"""The published client, as it is: asks for access, waits for its customer, then reads orders and invoices.

Arguments: the address of the API, an application key and its secret. What the test must do meanwhile is asked for on
standard output and confirmed on standard input.
"""

import sys

import ovh
import ovh.client
import requests

address, key, secret = sys.argv[1:]
ovh.client.ENDPOINTS["counter"] = address
client = ovh.Client(endpoint="counter", application_key=key, application_secret=secret)

assert abs(client.time_delta) >= 0, "the clocks are compared"
wanted = client.new_consumer_key_request()
wanted.add_recursive_rules(ovh.API_READ_ONLY, "/me")
wanted.add_rules(ovh.API_READ_ONLY, "/auth/*")
asked = wanted.request("https://app.example/back")
assert asked["state"] == "pendingValidation", asked

try:
    client.get("/me")
    raise AssertionError("a key opens nothing before it is accepted")
except ovh.exceptions.InvalidCredential as error:
    assert error.query_id, "the answer says which it was"

print(asked["validationUrl"], flush=True)
assert sys.stdin.readline().strip() == "accepted"

me = client.get("/me")
assert client.get("/auth/details")["account"] == me["nichandle"]
assert client.get("/auth/currentCredential")["status"] == "validated"
bills = client.get("/me/bill", orderId=None)
assert bills == client.get("/v1/me/bill"), bills
bill = client.get("/me/bill/%s" % bills[0])
assert bill["priceWithTax"]["value"] == 3.59, bill
assert bill["date"][:10] == "2026-01-15", bill
order = client.get("/me/order/%d" % bill["orderId"])
assert order["orderId"] in client.get("/me/order", **{"date.from": "2026-01-01"})
assert client.get("/me/order/%d/status" % order["orderId"]) == "delivered"
for line in client.get("/me/bill/%s/details" % bill["billId"]):
    assert client.get("/me/bill/%s/details/%s" % (bill["billId"], line))["quantity"] == "1"
assert client.get("/me/paymentMean/bankAccount", state="valid") == []

for call in (lambda: client.delete("/me/api/application/1"), lambda: client.post("/auth/logout")):
    try:
        call()
        raise AssertionError("only reading was granted")
    except ovh.exceptions.NotGrantedCall:
        pass
try:
    client.get("/me/bill/FR99999999")
    raise AssertionError("there is no such invoice")
except ovh.exceptions.ResourceNotFoundError as error:
    assert "(billId = FR99999999)" in str(error), error

strange = ovh.Client(endpoint="counter", application_key=key, application_secret="x" * 32, consumer_key="y" * 32)
try:
    strange.get("/me")
    raise AssertionError("nobody has this key")
except ovh.exceptions.InvalidCredential:
    pass

assert requests.post(address + "/auth/credential", data="{}").status_code == 403
print("done", flush=True)
