# Words of the pages.

## The frame

skip-to-content = Skip to content
nav-main = Main
nav-breadcrumb = Where you are
nav-account-menu = Account menu
nav-account-pages = Pages of the account
nav-home = Home
nav-plans = Shop
nav-cart = Cart
nav-dashboard = Dashboard
nav-orders = Orders
nav-invoices = Invoices
nav-methods = Payment methods
nav-emails = Service e-mails
nav-account = My account
nav-queue = Orders to check
nav-deliveries = Manual deliveries
nav-desk-services = Services
nav-operations = By hand
nav-jobs = Failed jobs
cart-count = { $count ->
    [one] { $count } thing in your cart
   *[other] { $count } things in your cart
}
sign-in = Sign in
sign-out = Sign out
brand-tagline = Order, pay, be delivered and find your invoices.
notice-rules-vary = Rules vary with your residence, the law and the product; the contracts you accepted prevail.
optional = (optional)
change = Change
cancel = Cancel
apply = Apply
search = Search
sort = Sort
state = State
actions = Actions
quantity = Quantity
unit-price = Unit price
total-net = Net total
total-gross = Total incl. tax
paging = Pages
paging-first = First page
paging-next = Next page
row-menu = Actions for { $name }
chip-search = Search: { $text }
chips = Active filters
chip-remove-named = Remove the filter “{ $text }”
chips-clear = Clear all
chip-order = Order { $text }
chip-from = From { $text }
chip-until = Until { $text }
filters-more = More filters
filter-from = From
filter-until = Until
sort-by = Sort: { $name }
tick-all = Tick the whole page
tick-column = Choice
tick-row = Tick { $name }
bulk = What is ticked
bulk-ticked = Ticked:
bulk-clear = Untick all
bulk-csv = Export as CSV
bulk-pdf = Download the PDFs
export-csv = Export all as CSV
currency = Currency
per-months = { $count ->
    [one] per month
    [12] per year
   *[other] every { $count } months
}
price-before = Before:
price-now = Now:
price-net = excl. tax
price-by-choice = Price depends on your choices
promotion-until = until { $date }

## Home and shop

home-title = Home
home-heading = Infrastructure, at the counter.
home-lead = Choose a plan, see the exact price before you order, follow the delivery step by step.
home-families = What we offer
home-country = You live in
home-featured = On offer now
home-all-plans = See every plan
family-plans = { $count ->
    [one] { $count } plan
   *[other] { $count } plans
}
family-from = from { $price }
plans-title = Plans
plans-all = All
plans-family = Kind of plan
plans-search = Name or memory, storage…
plans-none-title = The shop is empty
plans-none-text = No catalogue has been published for your country yet. Please come back soon.
plans-empty-title = No plan matches
plans-empty-text = Try fewer words, or another kind of plan.
plans-empty-action = Show every plan
sort-price = Price, lowest first
sort-price-down = Price, highest first
sort-name = Name
plan-mode = Duration and commitment
plan-mode-months = { $count ->
    [one] Monthly
    [12] Yearly
   *[other] Every { $count } months
}
plan-mode-commitment = { $count ->
    [one] committed for { $count } month
   *[other] committed for { $count } months
}
plan-mode-free = No commitment
plan-mode-upfront = paid upfront
plan-no-option = None
plan-included = included
plan-details = Details
plan-price = Price
plan-due-now = Today, excl. tax
plan-then = Then
plan-net-note = Prices exclude tax; tax is added at the order form.
plan-commitment = { $count ->
    [one] You commit for { $count } month.
   *[other] You commit for { $count } months.
}
plan-no-price = Complete your choices to see the price.
plan-add = Add to cart
plan-update-price = Update the price
cart-title = Your cart
cart-empty-title = Your cart is empty
cart-empty-text = Choose a plan; what you put in your cart stays here.
cart-empty-action = See the plans
cart-remove = Remove
cart-then = then { $amount } excl. tax { $count ->
    [one] per month
    [12] per year
   *[other] every { $count } months
}
cart-summary = Summary
cart-tax-note = With the taxes of { $country }.
cart-checkout = Go to the order form
cart-continue = Continue shopping
cart-changed = This plan has changed: open it and choose again.

## Signing in and up

sign-in-login = Identifier or e-mail
sign-in-login-hint = Your identifier looks like ab12345-ct; it is in every e-mail we send.
sign-in-forgotten = Forgotten identifier or password?
sign-in-new = New here?
sign-up-title = Create an account
sign-up-country = Country of tax residence
sign-up-country-hint = It decides the currency, the taxes and the contracts.
sign-up-email-hint = We send a code there; notices and invoices will follow.
sign-up-continue = Continue
sign-up-known = You have an account already?
flow-access = Access
flow-code = Code
flow-details = Your details
flow-cart = Cart
flow-checkout = Order form
flow-pay = Payment
email = E-mail
password = Password
password-rules = At least 12 characters with upper and lower case, a digit and a sign; not your name, not a common password.
code = Code
code-title = Check your e-mails
code-sent = We have sent a six-digit code to { $email }. It is valid for 15 minutes.
code-hint = Six digits
code-check = Check the code
code-resend = Send a new code
code-change-email = Use another address
code-send-there = Send the code there
details-title = Your details
details-type = You are
account-type-individual = An individual
account-type-corporation = A company
account-type-association = An association
account-type-administration = A public body
account-type-hint-individual = For private needs only; you have a right of withdrawal.
account-type-hint-corporation = A legal person, or a sole trader who buys for the business.
account-type-hint-association = A non-profit association.
account-type-hint-administration = A state, regional or local body.
first-name = First name
last-name = Family name
organisation = Organisation
organisation-hint = As it is registered; needed unless you are an individual.
vat-number = VAT number
national-id = Registration number
address = Address
zip = Postcode
city = Town
country = Country
phone = Telephone
phone-hint = International form: +44 20 7946 0000
details-exact = These details appear on your invoices; please give them exactly.
details-create = Create my account
forgotten-title = Forgotten password
forgotten-hint = We send a link to your main e-mail address. Your identifier is in the e-mails we sent you.
forgotten-send = Send me a link
forgotten-sent = If this account exists, a link is on its way to its e-mail address. It works for one hour.
reset-title = Choose a new password
reset-new = New password
reset-closes = All open sessions will be closed.
reset-save = Save the new password
reset-over = This link has been used or is too old.
reset-again = Ask for a new link

## The account

dashboard-title = Dashboard
dashboard-hello = Hello { $name }
dashboard-order = New order
dashboard-to-pay = Order { $number } waits for a payment of { $amount }; it expires on { $date }.
dashboard-orders = Latest orders
dashboard-all-orders = See all orders
dashboard-invoice = Latest invoice
dashboard-no-invoice = No invoice yet.
dashboard-method = Default payment method
dashboard-no-method = None registered yet.
dashboard-profile = My profile
profile-title = My account
profile-identity = Identity
profile-nic = Identifier
profile-name = Name
profile-since = Customer since
profile-language = Language
profile-language-hint = Of the pages, of our e-mails and of your next documents.
profile-password = Password
profile-password-hint = We send a link to your e-mail address. Changing it closes all sessions.
profile-password-change = Change my password
methods-title = Payment methods
methods-empty-title = No payment method registered
methods-empty-text = Add a card or a bank account, or tick “Keep for next time” when you pay: the method appears here.
method-label = Method
method-kind = Kind
method-expires = Expires
method-expires-on = expires { $date }
method-default = Default
method-see = See and change
method-title = Payment method { $name }
method-facts = What it is
method-mandate = Mandate
method-since = Registered on
method-default-yes = Yes: renewals are debited from it
method-default-no = No
method-description = Description
method-description-hint = Your own words, so that you know it again.
method-describe = Save the description
method-make-default = Make it the default
method-make-default-hint = Renewals are then debited from it, and it is proposed first for new orders.
method-remove = Delete it
method-remove-hint = It is no longer proposed and no longer debited. What was paid with it stays as it is.
method-remove-confirm = Delete { $name }
method-refusal-is_default = This is your default method. Make another one the default first; then this one can be deleted.
method-refusal-needed = Services renew automatically or an invoice is due, and no other method can pay. Add another one first, or switch every service to manual renewal.
method-refusal-in_use = A payment with this method is not over yet. Come back in a moment.
method-add = Add a payment method
method-add-title = Add a payment method
method-add-default = Use it by default as soon as it is valid
method-add-go = Go on to the payment provider
method-add-hint = The details are given on the payment provider’s page. A card is checked and nothing is debited; for a bank account you sign a mandate there.
method-add-none = No payment method can be added from here for your account. Contact us.
emails-title = Service e-mails
emails-lead = Every e-mail we sent you. One that is not here is not from us.
emails-empty-title = No e-mail yet
emails-empty-text = Every e-mail we send you will be kept here.
email-subject = Subject
email-to = To
email-date = Sent
email-view = View
email-view-html = As you received it
email-view-text = Plain text

## Orders

orders-title = Orders
orders-filter = State of orders
orders-filter-all = All
orders-filter-in_progress = In progress
orders-filter-not_paid = Not paid
orders-filter-done = Done
orders-search = Search by order number
orders-empty-title = No order yet
orders-empty-text = Choose a plan: your order and its progress will be here.
orders-empty-action = See the plans
orders-none-title = No order matches
orders-none-text = Expired orders are not listed.
orders-none-action = Show all orders
order-number = Order number
order-date = Date
order-title = Order { $number }
order-created = Ordered on { $date }
order-form = Order form
order-track = Follow the order
order-pay = Pay
order-progress = Progress
order-summary = What you ordered
order-history = History
order-more-history = Show more history
order-invoice = Invoice
order-payment = Payment
step-validating = Order received
step-validated = Order confirmed
step-delivering = Being delivered
step-available = Available
step-status-todo = to come
step-status-doing = in progress
step-status-done = done
step-status-error = needs attention
order-state-not_paid = Not paid
order-state-checking = Being checked
order-state-documents_requested = Documents awaited
order-state-delivering = Being delivered
order-state-delivered = Complete
order-state-cancelling = Being cancelled
order-state-cancelled = Cancelled
order-state-expired = Expired
order-state-not_paid-sentence = We have not received your payment yet. It is for you to pay: otherwise the order cancels itself and you owe nothing.
order-state-checking-sentence = Our team is checking your order, on working days. You need do nothing.
order-state-documents_requested-sentence = We need documents to go on. It is for you to send them, from the order’s page.
order-state-delivering-sentence = We are preparing your service: minutes to hours. You need do nothing.
order-state-delivered-sentence = Everything is delivered. Access details are on the order’s page and in your e-mails. You need do nothing.
order-state-cancelling-sentence = Your cancellation is being carried out. You need do nothing.
order-state-cancelled-sentence = This order was cancelled; what you paid has been or is being refunded. You need do nothing.
order-state-expired-sentence = This order was not paid in time and has lapsed. You owe nothing and can order again.
event-ORDER_STARTED = Order received
event-PAYMENT_INITIATED = Payment being confirmed
event-REGISTERED_PAYMENT_INITIATED = Payment with your registered method being confirmed
event-PAYMENT_RECEIVED = Payment received
event-PAYMENT_CONFIRMED = Payment confirmed
event-FRAUD_CHECK = Order being checked
event-FRAUD_MANUAL_REVIEW = Order being checked by our team
event-FRAUD_DOCS_REQUESTED = Documents awaited
event-FRAUD_DOCS_EXPIRED = Documents not received
event-FRAUD_REFUSED = Order refused
event-ORDER_ACCEPTED = Order accepted
event-DELIVERY = Your order is being prepared
event-INVOICE_IN_PROGRESS = Your order is available
event-INVOICE_SENT = Your invoice is available
desk-event-REGISTERED_PAYMENT_INITIATED = Payment with a registered method begun
desk-event-PAYMENT_INITIATED = Payment begun
desk-event-FRAUD_MANUAL_REVIEW = Waiting for a decision
desk-event-FRAUD_DOCS_REQUESTED = Documents asked for
desk-event-FRAUD_DOCS_EXPIRED = Cancelled: documents not received
desk-event-DELIVERY = Delivery begun
desk-event-INVOICE_IN_PROGRESS = Delivered
desk-event-INVOICE_SENT = Invoice sent
desk-event-FRAUD_CHECK = Held for a check
desk-event-FRAUD_REFUSED = Refused
desk-event-ORDER_ACCEPTED = Accepted
desk-event-ORDER_STARTED = Payment recorded, order taken up
desk-event-PAYMENT_RECEIVED = Payment received
desk-event-PAYMENT_CONFIRMED = Payment confirmed
desk-event-ORDER_CREATED = Ordered
desk-event-NOT_PAID = Not paid yet
event-detail-FRAUD_MANUAL_REVIEW = It usually takes up to 48 working hours; we may contact you.
event-detail-FRAUD_DOCS_REQUESTED = Send them on this page: the check goes on as soon as we have them.
event-detail-FRAUD_DOCS_EXPIRED = The documents did not arrive in time, so the order was cancelled. What you paid is on its way back, and you can order again.
event-detail-FRAUD_REFUSED = We could not accept this order. You can order again with another payment method.
event-detail-INVOICE_SENT = You will find it under Invoices.
documents-title = Documents
documents-text = To finish checking your order, please send us the documents we asked for.
documents-file = Document
documents-hint = A photo or scan: JPG, PNG or PDF, up to 10 MB. We delete it after the check.
documents-send = Send this document
checkout-title = Order form
checkout-lines = What you order
line-description = Description
checkout-billing = Billed to
checkout-billing-see = See my details
checkout-contracts = Contracts
checkout-accept = I have read and accept the contracts.
checkout-waiver = I ask for delivery to begin at once, and I give up my right of withdrawal for the whole of this order, because it contains: { $things }.
checkout-waiver-hint = This is made or registered for you alone, or it is a licence: without your agreement we cannot take the order.
checkout-waiver-rest = This is made or registered for you alone, or it is a licence. One withdraws from a whole order, so you will not be able to withdraw from the rest of this one either. To keep that right, order the rest separately.
checkout-changed = Something changed while you were here
checkout-changed-text = Nothing has been ordered. Here is your order form as it stands now: please check it, then place the order.
checkout-change-added = { $name }: added to your cart.
checkout-change-removed = { $name }: no longer in your cart.
checkout-change-price = { $name }: { $now } excluding tax, instead of { $was }.
checkout-change-terms = { $name }: same price today, but its details or later prices changed.
checkout-change-total = The total including tax is { $now }, instead of { $was }.
checkout-order = Place the order
checkout-order-free = Place the order: nothing to pay
checkout-next-free = Nothing to pay: we take the order in hand at once.
checkout-next = { $count ->
    [one] You pay on the next page. The order is valid for { $count } hour.
   *[other] You pay on the next page. The order is valid for { $count } hours.
}
pay-title = Pay order { $number }
pay-how = How do you want to pay?
pay-register = Keep for next time
pay-register-hint = The number stays with the payment provider; we keep a reference.
pay-amount = Pay { $amount }
pay-total = To pay
pay-safe = You may be taken to the secure page of the payment provider. We never see your card number.
pay-later = You can also leave and pay later:
pay-expires = To be paid before { $date }.
pay-waiting-title = Your payment is being confirmed
pay-waiting-text = This usually takes a few seconds. You can leave this page: nothing is lost.
pay-refresh = Look again
pay-refused-title = The payment was refused
pay-refused-stolen_card = The card was reported lost or stolen. Use another one.
pay-refused-account_closed = This bank account takes no direct debit. Use another method.
pay-refused-canceled = You left the payment page. Nothing was charged.
pay-refused-page_expired = The payment page was open for too long. Nothing was charged.
pay-refused-error = The payment did not go through. Nothing was charged; please try again.
pay-refused-declined = Your bank refused the payment. Check with it, or use another method.
pay-refused-insufficient_funds = There is not enough money on the account. Use another method.
pay-refused-expired_card = The card has expired. Use another one.
pay-refused-authentication_failed = Your bank could not confirm that it was you. Please try again.
payment-kind-card = Bank card
payment-kind-sepa_debit = SEPA direct debit
payment-kind-hint-card = Visa, Mastercard, American Express, CB
payment-kind-hint-sepa_debit = From your bank account, with a mandate you sign once

## Invoices

invoices-title = Invoices
invoices-filter = State of the invoices
invoices-filter-all = All
invoices-filter-unpaid = Unpaid
invoices-filter-paid = Paid
invoices-filter-credit_notes = Credit notes
invoices-empty-title = No invoice yet
invoices-empty-text = An invoice comes with every paid order.
invoices-none-title = No invoice matches
invoices-none-text = Change or remove a filter. A reference looks like FR00000001.
invoices-none-action = Show all invoices
invoice-reference = Reference
invoice-date = Issued on
invoice-due = Due
invoice-html = See it here
credit-note-html = See it here
credit-note-of = Takes back { $reference }
credit-note-corrects = Takes back
invoice-credit-note = Credit note { $reference }
invoice-pdf = Download the PDF
invoice-cii = Electronic invoice, CII (XML)
invoice-ubl = Electronic invoice, UBL (XML)
document-ways = This document
invoice-state-paid = Paid
invoice-state-unpaid = Unpaid
invoice-state-paid-sentence = This invoice is settled. You need do nothing.
invoice-state-unpaid-sentence = This invoice is still to be paid: the balance is for you to pay.
invoice-state-credit = Credit note
invoice-state-credit-sentence = It gives back, whole or in part, what an invoice had asked for. You need do nothing.

## Desk

desk-name = Desk
desk-sign-in = Desk: sign in
queue-title = Orders to check
queue-lead = A decision is mailed to the customer.
queue-empty-title = Nothing to check
queue-empty-text = Orders held for a check, or waiting for documents, will appear here.
queue-customer = Customer
queue-reasons = Why
queue-since = Since
desk-facts = Facts
desk-paid-at = Paid
desk-decide = Decide
desk-approve = Approve and deliver
desk-ask = Ask for documents
desk-ask-send = Ask for them
desk-refuse = Refuse
desk-refuse-title = Refuse order { $number }?
desk-refuse-text = The order is cancelled and { $amount } are refunded. This cannot be undone.
desk-refuse-confirm = Refuse and refund
deliveries-title = Manual deliveries
deliveries-lead = What people deliver by hand, and what the machines could not.
deliveries-empty-title = Nothing to deliver
deliveries-empty-text = Services that need a person will appear here.
deliveries-access = Access details for the customer
deliveries-access-hint = One per line, “label: value”. They are shown on the order and mailed.
deliveries-done = It is delivered
desk-services-title = Services
desk-services-filter = State of the services
desk-services-all = All
desk-services-held = Put aside
desk-services-in_creation = Being made
desk-services-ok = In service
desk-services-pending_debt = Payment due
desk-services-un_paid = Unpaid
desk-services-expired = Over
desk-services-none-title = No service matches
desk-services-none-text = Names and customers are looked for whole, such as srv-8k2mq0tz4n7x.
desk-services-none-action = Show all services
desk-services-empty-title = No service yet
desk-services-empty-text = What customers buy appears here once it is paid.
desk-service = Service
desk-service-name = Name of the service
desk-resource = Machine
desk-ends-on = Paid until
desk-deletes-on = deleted on { $date }
desk-is-ending = ends then
desk-held-text = Something stopped these services. They are tried again by themselves; the others go on.
desk-held-all = See them all
desk-held-retry = Try again
desk-held-tries = { $count ->
    [one] tried once
   *[other] tried { $count } times
}
desk-held-since = since { $date }
desk-held-next = next try { $date }
desk-held-empty-title = Nothing is put aside
desk-held-empty-text = A service that cannot be worked on appears here with the reason.
chip-customer = Customer { $text }
resource-opening = being made
resource-ok = usable
resource-to_suspend = to be suspended
resource-suspending = being suspended
resource-suspended = suspended
resource-to_open = to be reopened
resource-to_delete = to be deleted
resource-deleting = being deleted
resource-deleted = deleted
operations-title = By hand
operations-lead = Running services to suspend, reopen or delete, where no machine does it or a machine could not.
operations-empty-title = Nothing to do by hand
operations-empty-text = What needs a person will appear here.
operation-suspend = Suspend { $name }
operation-resume = Reopen { $name }
operation-delete = Delete { $name }
operation-suspend-text = Close the service for its customer and keep its data. Confirm once it is done.
operation-resume-text = Open the service again as it was. Confirm once it is done.
operation-delete-text = Remove the service with its data and backups, for good. Confirm once it is done.
operation-suspend-done = It is suspended
operation-resume-done = It is open again
operation-delete-done = It is deleted
operation-again = Ask the machine again
operation-state-by_hand = To be done
operation-state-by_hand-sentence = No machine does this. It waits for one of the staff.
operation-state-failed = Failed
operation-state-failed-sentence = The machine refused, or did not answer for too long. It waits for one of the staff.
operation-cause-unpaid = not paid in time
operation-cause-paid = paid
operation-cause-terminated = terminated by its owner
operation-cause-withdrawn = order withdrawn from
jobs-title = Failed jobs
jobs-lead = Work that was tried too often. Replay it once its cause is gone.
jobs-empty-title = Nothing has failed
jobs-empty-text = Jobs that give up after all their tries will appear here.
job-name = Job
job-reason = Last problem
job-attempts = Tries
job-since = Since
job-replay = Try again

## Demonstration

demo-title = Demonstration
demo-clock = It is
demo-lead = Nothing here is real: no money moves, no e-mail leaves. Make time pass, and watch what happens.
demo-time-machine = Time machine
demo-mailbox = Mailbox
demo-desk = Staff desk
demo-places = Places
demo-held = Orders above { $amount } wait for the staff. Order a dedicated server for a year, pay it, then decide about it at the desk.
demo-forward-only = Time only goes forward.
demo-jump-hour = + 1 hour
demo-jump-day = + 1 day
demo-jump-week = + 1 week
demo-jump-month = + 1 month
demo-mailbox-lead = Every e-mail the demonstration would have sent.
demo-mailbox-empty-title = No e-mail yet
demo-mailbox-empty-text = Create an account or place an order: the e-mails arrive here.

## Sentences for the next page

flash-cart-emptied = Your cart was emptied meanwhile: nothing was ordered now. What you ordered before is among your orders.
flash-cart-changed = Your cart changed while you were ordering. Nothing was ordered: please check it again.
flash-cart-added = { $name } is in your cart.
flash-cart-removed = Removed from your cart.
flash-preferences = Saved.
flash-session-over-kept = You were signed out meanwhile, so what you sent was not taken. Sign in: what you typed waits for you in the form.
flash-typed-back = Here is what you had typed. Check it, then send it: nothing has been sent yet.
flash-session-over = You were signed out meanwhile, so what you sent was not taken. Sign in, then send it again.
flash-signed-out = You are signed out.
flash-welcome = Your account is ready. Your identifier is { $nic }.
flash-code-sent = A new code is on its way.
flash-password-changed = Your password is changed. Please sign in.
flash-document-received = We have received your document. The check goes on.
flash-none-ticked = Nothing is ticked: choose at least one row.
flash-export-many = There are too many rows for one file: narrow the list with a filter.
flash-order-placed = Order { $number } is placed.
flash-order-paid = Thank you: payment received for order { $number }.
flash-desk-approved = Order { $number } is approved.
flash-desk-asked = The customer is asked for documents.
flash-desk-refused = Order { $number } is refused; the refund is on its way.
flash-delivered = The delivery is done; the customer is told.
flash-replayed = The job will be tried again.
flash-time = Time has moved.

## Why an order is looked at

reason-sample = Picked at random
reason-first_order_large = Large first order
reason-order_large = Large order
reason-country_mismatch = Payment from another country
reason-many_orders = Many orders in a day

## Words of catalogues

labelled = { $label }: { $value }
plan-mode-once = Once
family-name-hosting = Web hosting
family-name-vps = Virtual servers
family-name-dedicated = Dedicated servers
family-name-storage = Storage
family-name-domain = Domain names
fact-memory = Memory
fact-storage = Storage
fact-bandwidth = Bandwidth
fact-database = Database
fact-certificate = Certificate
fact-sites = Sites
fact-backup = Backup
configuration-region = Region
configuration-datacenter = Data centre
configuration-domain = Domain name
configuration-os = Operating system
flash-cart-quantity = Choose a quantity from 1 to 100.
fact-os = Operating system
fact-licence = Licence
fact-ip = IP addresses
fact-vcpu = vCPU
fact-uses = Good for
fact-privacy = Public contact details
fact-panel-languages = Panel languages
fact-system-licence = System licence
fact-network = Network
fact-cpu = Processor
fact-traffic = Traffic
fact-location = Location
configuration-hostname = Host name

method-state-valid = Valid
method-state-valid-sentence = This method can be used to pay. You need do nothing.
method-state-expired = Expired
method-state-expired-sentence = This card is past its date. It is for you to register another, by keeping it when you pay.
method-state-error = Unusable
method-state-error-sentence = The payment provider no longer takes this method. It is for you to register another, by keeping it when you pay.
event-ORDER_CREATED = Order created
event-NOT_PAID = Payment not received
event-detail-NOT_PAID = Either the order form is not paid yet, or the payment is still on its way.
document-kind-identity = An identity document
document-kind-portrait = A photo of you holding that document
document-kind-card = The payment card: your name and the last four digits only
document-kind-address = A proof of address
document-kind-company = An extract of the company register
documents-done = I have sent everything
documents-done-hint = The check goes on when you press this.
flash-documents-sent = Thank you. The check goes on.

service-state-in_creation = Being made
service-state-in_creation-sentence = The service is being made. You need do nothing.
service-state-ok = In service
service-state-ok-sentence = The service is yours to use. You need do nothing.
service-state-pending_debt = Payment due
service-state-pending_debt-sentence = An invoice of this service is being collected. You need do nothing.
service-state-un_paid = Unpaid
service-state-un_paid-sentence = An invoice of this service was not paid in time. It is for you to pay it.
service-state-expired = Over
service-state-expired-sentence = The service has ended. You need do nothing.
access-show = Show
documents-due = Please send them before { $date }. If nothing has arrived by then, the order is cancelled and your payment returned.

cart-blocked = One of these cannot be ordered as it is: open it and choose again, or remove it.
cart-due-now = To pay now
queue-due-at = Decide before
queue-late = late since { $date }
flash-cart-full = Your cart is full: order what is in it first.

flash-email-invalid = Write an e-mail address, such as ada@example.org.
flash-code-too-soon = A code was sent a moment ago. Wait a minute before asking for another.
flash-code-too-many = Too many codes were asked for. Please try again later.
flash-address-taken = This address got its account meanwhile, from another window or device. Sign in, or choose a new password.
dashboard-to-document = We need documents from you for order { $number }.
dashboard-send-documents = Send documents
desk-message = What the customer reads
desk-message-hint = For example: a colour photo, please.
desk-note = Note for the staff
desk-kinds = Which documents?
desk-notes = Decisions
decision-approve = Approved
decision-request_documents = Documents asked for
decision-refuse = Refused
delivery-state-by_hand = By hand
delivery-state-by_hand-sentence = A member of the staff delivers it.
delivery-state-failed = Failed
delivery-state-failed-sentence = The provisioner refused or gave up: deliver it by hand.
delivery-state-waiting = Waiting
delivery-state-waiting-sentence = It will be asked for soon.
delivery-state-requested = Asked for
delivery-state-requested-sentence = The provisioner has been asked.
delivery-state-in_progress = In progress
delivery-state-in_progress-sentence = The provisioner is at it.
delivery-state-delivered = Delivered
delivery-state-delivered-sentence = It is delivered.
delivery-state-cancelled = Cancelled
delivery-state-cancelled-sentence = It is not delivered any more.
contract-terms = General terms
contract-privacy = Data protection annex
contract-service = Terms of the services
configuration-value-none = None
configuration-value-eu-west = Western Europe
configuration-value-ca-east = Eastern Canada
line-installation = installation
contract-version = version { $version }
configuration-value-eu-south = Southern Europe
configuration-value-alma-9 = AlmaLinux 9
configuration-value-debian-13 = Debian 13
configuration-value-ubuntu-24-04 = Ubuntu 24.04
configuration-value-none_64-en = None, installed by you
configuration-value-europe = Europe
configuration-value-canada = Canada
configuration-dedicated_os = Operating system
configuration-dedicated_datacenter = Data centre
fact-application-license = Application licence
fact-distribution-license = System licence
fact-system-storage = System disk
fact-vrack = Private network
access-label-name = Name
access-label-address = Address
access-label-login = Login
access-label-user = User
access-label-password = Password
access-label-url = Address
order-others = { $count ->
    [one] and { $count } more
   *[other] and { $count } more
}
plan-options = { $count ->
    [one] Show { $count } option
   *[other] Show { $count } options
}

# Paying what is due.
settle-title = Pay my balance
settle-title-one = Pay invoice { $reference }
settle-text = { $count ->
    [one] An order is made for the invoice shown here. Once it is paid, the invoice is settled and what had been closed opens again.
   *[other] An order is made for the { $count } invoices shown here. Once it is paid, they are settled and what had been closed opens again.
}
settle-valid = The order will be valid for one hour. If it is not paid by then it lapses and nothing is lost: you can ask for another one.
settle-go = Make the order and pay { $amount }
settle-hint = Nothing is charged before you choose a payment method on the next page.
settle-covers = Invoices to pay
settle-ordered = Order { $number } is already waiting for your payment of this balance.
settle-paying = A payment of order { $number } is being made. Nothing will be charged twice.
settle-see-order = See that order
settle-back = Back to the invoices
invoice-pay = Pay it now
invoice-to-pay = to be paid
owed-due = { $count ->
    [one] One invoice is waiting for your payment: { $amount }.
   *[other] { $count } invoices are waiting for your payment: { $amount }.
}
owed-todo = An order of { $amount } is ready to be paid.
owed-pending = A payment of { $amount } is being made.
owed-pay = Pay my balance now
order-covers = Invoices this order pays
flash-debt-order = Order { $number } is ready. It is valid for one hour.
flash-debt-paying = A payment of this balance is already being made.
flash-debt-none = You have nothing to pay.

# Payments.
invoices-sides = Invoices and payments
payments-title = Payments
payments-running = Payments being made
payments-running-text = These payments are not finished yet. Nothing will be charged twice.
payments-back = Back to the payments
payments-none-title = No payment matches
payments-none-text = Change or remove a filter.
payments-none-action = Show all payments
payments-empty-title = No payment yet
payments-empty-text = Every payment that comes in is shown here, with the invoices it pays.
payment-title = Payment { $reference }
payment-reference = Reference
payment-date = Paid on
payment-total = Total
payment-method = Payment method
payment-invoices = Invoices
payment-back = Given back
payment-given-back = { $amount } of it given back
payment-see = See the details and the receipt
payment-order = Order
payment-amount = Amount
payment-amount-is = equal to
payment-amount-below = less than
payment-amount-above = more than
payment-kind-any = All
receipt-title = Receipt { $reference }
receipt-from = Paid by
receipt-to = Received by
receipt-invoices = Invoices it paid
receipt-amount = Amount paid incl. tax
receipt-document = Document
receipt-no-invoice = The invoice is issued when the order is delivered.
receipt-back = Refunds
refund-running = on its way
refund-failed = did not arrive; our team is seeing to it
refund-done = made
deed-state-paid = Paid
deed-state-paid-sentence = The money has arrived. You need do nothing.
deed-state-to-pay = Waiting for payment
deed-state-to-pay-sentence = The payment page was opened and waits for you to finish it.
deed-state-running = Being processed
deed-state-running-sentence = The bank or the payment provider will answer shortly. You need do nothing.
deed-state-failed = Refused
deed-state-failed-sentence = The bank refused. Nothing was charged; you can pay with another method.
deed-state-cancelled = Cancelled
deed-state-cancelled-sentence = Nothing was charged.
deed-state-done = Complete
deed-state-done-sentence = It is done. You need do nothing.
deeds = History of operations
deeds-title = Operations of { $reference }
deeds-due = { $amount } is left to pay
deeds-settled = nothing is left to pay
deed = Operation
deed-date = Date
deed-about = See
deed-payment = Payment
deed-ordered = Order made
deed-invoiced = Invoice issued
deed-regularised = Order to pay the balance
deed-paid = Payment: { $method }
deed-given-back = Refund: { $method }
deed-credited = Credit note issued
invoice-operations = History of operations
order-state-owed = Not paid
order-state-owed-sentence = We have not received your payment yet. Without it this order lapses at its time, and the invoices it pays are still owed.
