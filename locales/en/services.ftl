# Services: the list, the page of one, its renewal.

nav-services = Services

## The list

services-title = My services
services-filter = Services by what becomes of them
services-filter-all = All
services-filter-automatic = Automatic
services-filter-manual = By hand
services-filter-due = To pay
services-filter-ending = Ending
services-filter-ended = Ended
services-search = Search by name
services-soon = Soon
services-soon-ending_in_a_week = Ending within a week
services-soon-ending_in_a_month = Ending within a month
services-soon-renewing_in_a_month = Renewed within a month
services-any = All
services-empty-title = No service yet
services-empty-text = What you order is here as soon as it is delivered.
services-none-title = No service matches
services-none-text = Ended services are listed under “Ended”.
services-none-action = Show all services
chip-type = Type: { $text }
chip-plain = { $text }
service-name = Name of the service
service-technical-name = Technical name
service-type = Type
service-status = Status
service-effect = Takes effect
service-expiry = Paid until
dashboard-renewals = Next renewals
dashboard-all-services = See all services
service-details = See the service
service-pay-bill = Pay the invoice

service-active = Active
service-active-sentence = The service is yours to use. You need do nothing.
service-suspended = Suspended
service-suspended-sentence = The service is closed for now; its data is kept. Its page says what to do.
service-over = Over
service-over-sentence = The service has ended and its data is deleted. You need do nothing.
service-in-creation = Being made
service-in-creation-sentence = The service is being made. You need do nothing.

service-status-automatic = Automatic renewal
service-status-automatic-sentence = It renews by itself and is charged to your default payment method. You need do nothing.
service-status-manual = Manual renewal
service-status-manual-sentence = It ends on the date shown unless you renew it before. That is for you to do.
service-status-once = No renewal
service-status-once-sentence = It was bought once and has no next period. You need do nothing.
service-status-due = Invoice to pay
service-status-due-sentence = An invoice of this service is not paid. Unless your payment is on its way, it is for you to pay it.
service-status-ending = Termination requested
service-status-ending-sentence = It ends on the date shown and is then deleted. You need do nothing.
service-status-ended = Terminated
service-status-ended-sentence = It is over. You need do nothing.

service-effect-at-once = Immediately
service-effect-before = Before { $date }
service-effect-on = On { $date }
service-effect-in = In { $date }

## The page of a service

service-now = Where it stands
service-period = Paid for
service-every = Renewed for
service-months = { $count ->
    [one] { $count } month at a time
    [12] 1 year at a time
    [24] 2 years at a time
   *[other] { $count } months at a time
}
service-commitment = Committed until
service-plan = Plan
service-options = Options
service-contacts = Contacts of the service
service-contact-administrator = Administrator contact
service-contact-technical = Technical contact
service-contact-billing = Billing contact
service-access = How to use it
service-orders = Orders
service-more-invoices = Show more invoices
service-next = Next invoice
service-next-manual = The next period
service-next-on = On { $date }, for the time until { $until }
service-next-until = Renewed now, it would be paid until { $until }
service-bill = An invoice of { $amount } for this service is to be paid.
service-own-name = Your own name for it
service-label = Name
service-label-hint = Only you and our support see it.
service-label-save = Save the name
service-renew = Renew
service-pay-ahead = Pay ahead
service-configure = Set the renewal
service-terminate = Terminate
service-undo = Undo the termination
flash-service-named = The name is saved.
error-service-name = Use at most { $most } characters.

service-event-ordered = Ordered
service-event-delivered = Delivered
service-event-noticed = We told you of the renewal
service-event-reminded = We reminded you to renew
service-event-billed = Next period invoiced
service-event-retried = Payment tried again
service-event-suspended = Suspended: not paid in time
service-event-warned = We told you of the deletion
service-event-renewed = Paid until { $date }
service-event-reopened = Open again
service-event-termination_asked = Termination requested for { $date }
service-event-deletion_asked = Immediate deletion asked for: we sent you a link
service-event-deletion_confirmed = Immediate deletion confirmed; data deleted on { $date }
service-event-undone = Termination undone
service-event-ended = Ended

## Why an action is not open

refusal-not_delivered = It is not delivered yet.
refusal-over = It is over.
refusal-one_shot = It was bought once and has no renewal.
refusal-forced = Services of this kind always renew automatically.
refusal-no_manual = Services of this kind cannot be renewed by hand.
refusal-committed = It is committed until { $date }.
refusal-terminating = Its termination was requested.
refusal-not_terminating = Its termination was not requested.
refusal-unpaid = An invoice of it is to be paid first.
refusal-nothing_due = Nothing of it is to be paid.
refusal-already_automatic = It renews automatically already.
refusal-already_manual = It is renewed by hand: it ends by itself unless you renew it.
refusal-suspended = It is suspended.
refusal-too_late = Its end is too near.
refusal-period = It cannot be renewed for that long.
refusal-day = It cannot be renewed on that day of the month.
refusal-date = It is already paid until that day or longer.
refusal-too_far = The date is more than { $months } months after what is paid.

## How a service renews

flow-renewal = Renewal
flow-summary = Summary
service-back = Back to the service
renewal-title = Set the renewal
renewal-refused = The renewal cannot be changed now
renewal-mode = How should it renew?
renewal-automatic = Automatically
renewal-automatic-hint = Invoiced on its date and charged to your default payment method.
renewal-manual = By hand
renewal-every = For how long at a time?
renewal-every-hint = From its next renewal on.
renewal-day = On which day of the month?
renewal-day-same = The day it renews on now
renewal-day-hint = A share of a month leads to that day; the summary shows it.
renewal-first-of-month = Services of this kind renew on the first of the month; a share of a month leads there.
renewal-next = Next
renewal-confirm = Confirm
renewal-change = Change
renewal-debits = Your next debits
renewal-debits-hint = With today’s taxes, if nothing changes until then.
renewal-debit-on = Debited on
renewal-method = Charged to
renewal-end = Current period ends on
renewal-manual-title = Renewed by hand
renewal-manual-text = Nothing is debited any more. It is paid until { $date }: renew it before.
renewal-manual-warning-title = If you do not renew it
renewal-manual-warning = On its end date the service is suspended at once and can no longer be reached. Some days later, without a payment, its data is deleted for good.
renewal-problem-none = Automatic renewal needs a default payment method
renewal-problem-unusable = Your default payment method has expired or can no longer be charged
renewal-problem-text = Register one, make it your default, and come back here. Nothing was changed.
renewal-methods = My payment methods
flash-renewal-automatic = It renews automatically from now on, as you chose.
flash-renewal-manual = It is renewed by hand from now on. We remind you before its end.

## Renewing now

renew-refused = It cannot be renewed now
renew-text = It is paid until { $date }. What you pay now is added to that.
renew-text-automatic = The next debit follows after it.
renew-length = For how long?
renew-months = { $count ->
    [one] { $count } month
    [12] 1 year
    [24] 2 years
   *[other] { $count } months
}
renew-prices = Prices include tax.
renew-until = Paid until { $date }.
renew-net = { $amount } excl. tax.
renew-go = Go to payment
renew-hint = You see the amount once more before you pay. A renewal that is paid cannot be cancelled.
renew-explained = How the amounts are made
renew-open = Order { $number } for this service waits for its payment. Choosing again takes its place.
renew-open-pay = Pay that order
flash-renewed = Renewed. There was nothing to pay.
error-refused = { $reason }
error-service-refused = { $name }: { $reason }
error-no-method = Automatic renewal needs a default payment method that can be charged. Register one under “Payment methods”, then come back.
error-method-unusable = Your default payment method has expired or can no longer be charged. Register another one under “Payment methods”.
error-services-mixed = These services are not billed together. Renew them one by one.
error-renew-in-progress = A payment for one of these services is still under way. Please wait for its outcome.

## Several services at once

bulk-renew = Renew
bulk-automatic = Automatic renewal on
bulk-manual = Automatic renewal off
bulk-align = Align the dates
bulk-title-renew = Renew several services
bulk-title-align = Align renewal dates
bulk-title-automatic = Switch automatic renewal on
bulk-title-manual = Switch automatic renewal off
bulk-lead-renew = The same length for each, added to what is paid.
bulk-lead-align = One date for all. You pay each day until then pro rata, and see the price first.
bulk-lead-automatic = They are then invoiced on their dates, for the shortest time possible, and charged to your default payment method.
bulk-lead-manual = They are then no longer charged by themselves.
bulk-align-on = Renewal date for all
bulk-update = Update
bulk-ready = { $count ->
    [one] { $count } service is ready
   *[other] { $count } services are ready
}
bulk-passed-over = { $count ->
    [one] { $count } service is left out
   *[other] { $count } services are left out
}
bulk-reason = Reason
bulk-now = Paid until
bulk-then = Then paid until
bulk-price = What it costs
bulk-none-title = None of these services allows it now
bulk-none-text = The reason stands beside each of them.
bulk-back = Back to my services
flash-services-automatic = Automatic renewal is on for { $count } of your services.
flash-services-manual = Automatic renewal is off for { $count } of your services.
