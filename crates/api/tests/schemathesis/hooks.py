"""What schemathesis is told about an API that it only knows by its description: things that are there, so that a call does
not always end at a name that nobody has.

The environment says where the API is (API_ADDRESS) and whose token opens it (API_TOKEN). Most calls are made with
names that lists answered and words that a catalogue has; the others stay as they were drawn.
"""

import os
import random

import requests
import schemathesis

ADDRESS = os.environ["API_ADDRESS"]
session = requests.Session()
session.headers["Authorization"] = "Bearer " + os.environ["API_TOKEN"]
# A source of its own: the other belongs to what draws the calls.
chance = random.Random(int(os.environ.get("API_SEED", "1")))

# How many calls about carts are made before there is a new one: those before are ordered, full or gone.
CALLS_OF_CART = 40
SAID = {
    "planCode": ["ct-vps-s", "ct-vps-m", "ct-disk-80-vps-s"],
    "pricingMode": ["default"],
    "duration": ["P1M", "P1Y"],
    "quantity": [1, 2],
    "label": ["region", "os", "hostname"],
    "value": ["eu-west", "debian-13"],
    "ovhSubsidiary": ["FR", "IT"],
    "expire": ["2026-01-20T00:00:00+01:00"],
    "id": [1, 2],
}
lists = {}
cart = {"id": None, "item": None, "calls": 0}


def asked(method, path, **body):
    """What is answered; nothing where nothing is there. The token must open everything to the end."""
    answer = session.request(method, ADDRESS + path, json=body or None, timeout=30)
    assert answer.status_code in (200, 400, 404), (method, path, answer.status_code, answer.text)
    return answer.json() if answer.status_code == 200 else None


def new_cart():
    """A cart with a server in it, which the account takes every second time."""
    opened = asked("POST", "/order/cart", ovhSubsidiary="FR")["cartId"]
    rent = {"planCode": "ct-vps-s", "duration": "P1M", "pricingMode": "default", "quantity": 1}
    item = asked("POST", "/order/cart/%s/vps" % opened, **rent)["itemId"]
    for label, value in (("region", "eu-west"), ("os", "debian-13")):
        asked("POST", "/order/cart/%s/item/%s/configuration" % (opened, item), label=label, value=value)
    if chance.random() < 0.5:
        asked("POST", "/order/cart/%s/assign" % opened)
    cart.update(id=opened, item=item, calls=0)


def keys(place):
    """The keys of a list; those of the first look, but for orders, of which there are more and more."""
    if place not in lists or place == "/me/order":
        found = asked("GET", place)
        lists[place] = found[-3:] if isinstance(found, list) else []
    return lists[place]


def named(path):
    """Names for the parameters of a path, as far as something is there."""
    values, place = {}, ""
    for part in path.split("/")[1:]:
        if not part.startswith("{"):
            place += "/" + part
            continue
        name = part[1:-1]
        if name == "cartId":
            cart["calls"] += 1
            if cart["id"] is None or cart["calls"] > CALLS_OF_CART:
                new_cart()
            value = cart["id"]
        elif name == "itemId":
            value = cart["item"]
        elif name == "family":
            value = "vps"
        elif name == "serviceType":
            value = "webHosting"
        elif name == "serviceName":
            value = asked("GET", "/services/%s" % keys("/services")[0])["resource"]["name"]
        else:
            known = keys(place)
            value = chance.choice(known) if known else None
        if value is None:
            return values
        values[name] = value
        place += "/%s" % value
    return values


def said(body):
    """The same body with words that mean something in some of its places."""
    if isinstance(body, dict):
        return {
            name: chance.choice(SAID[name]) if name in SAID and chance.random() < 0.7 else said(value)
            for name, value in body.items()
        }
    return body


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.method == "DELETE" and case.operation.path == "/me/api/oauth2/client/{clientId}":
        # The client whose token is used must stay: another one goes.
        made = asked("POST", "/me/api/oauth2/client", name="one", description="", flow="CLIENT_CREDENTIALS")
        case.path_parameters["clientId"] = made["clientId"]
    elif case.path_parameters and chance.random() < 0.8:
        case.path_parameters.update(named(case.operation.path))
    if chance.random() < 0.6:
        case.body = said(case.body)
    if case.query and chance.random() < 0.6:
        case.query = said(case.query)
