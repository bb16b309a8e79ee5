# Texts of the e-mails. Order numbers and references arrive as text, so that they are never grouped.

email-greeting = Hello,
email-greeting-name = Hello { $name },
email-closing = The { $operator } team
email-link-hint = If the button does not work, copy this address into your browser:
email-footer-sent = This message was sent to { $to }.
email-footer-sent-nic = This message was sent to { $to }, account { $nic }.
email-footer-archive = Every message we send you is kept under “Service e-mails” in your account: if in doubt, compare. We never ask for your password by e-mail, and we never send links by text message.
email-footer-never = We never ask for your password by e-mail.
email-footer-contact = Questions: { $support }
email-footer-report = Suspicious message: { $report }

email-line = { $name }: { $value }
email-fact-nic = Customer identifier
email-fact-email = E-mail address
email-fact-order = Order
email-fact-created = Created
email-fact-expires = To be paid before
email-fact-amount = Amount
email-fact-method = Payment method
email-fact-paid-at = Date
email-fact-refund = Refund
email-fact-service = Service
email-fact-product = Product
email-fact-invoice = Invoice
email-fact-issued = Date of issue
email-fact-status = Status
email-fact-sign-in-at = Date
email-fact-peer = Network address
email-fact-agent = Browser
email-table-description = Description
email-table-quantity = Qty
email-table-net = Price excl. tax
email-total-net = Total excl. tax
email-total-tax = { $label } { $rate }
email-total-gross = Total incl. tax

email-sign-up-code-subject = Your verification code
email-sign-up-code-title = Confirm your e-mail address
email-sign-up-code-intro = You are creating an account with { $operator }. Enter this code on the sign-up page to confirm your address:
email-sign-up-code-note = The code works once, for { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
  }.
email-sign-up-code-ignore = You did not ask for it? Ignore this message: without the code, no account is created.

email-address-taken-subject = You already have an account
email-address-taken-title = You already have an account
email-address-taken-intro = On { $at }, someone – probably you – began to create an account with your e-mail address. You already have one: nothing was created and nothing was changed.
email-address-taken-action = Sign in
email-address-taken-forgotten = Forgotten your password? Choose a new one here:
email-address-taken-ignore = If it was not you, there is nothing to do.

email-account-created-subject = Your account is ready
email-account-created-title = Welcome to { $operator }
email-account-created-intro = Your account has been created. You can sign in with your customer identifier or with your e-mail address.
email-account-created-note = Keep your identifier: it stands in the subject of every message we send you, and on your invoices.
email-account-created-action = Go to my account

email-order-created-subject = Order { $number }: your order form
email-order-created-title = Your order { $number }
email-order-created-intro = We have received your order. It has not been paid yet.
email-order-created-free = We have received your order. It costs nothing: there is nothing to pay, and we take care of the rest.
email-order-created-waived = When you ordered, you asked for delivery to begin at once and gave up your right of withdrawal for the whole of this order.
email-order-created-expiry = Please pay before { $expires }. After that the order is cancelled by itself, at no cost, and you can order again.
email-order-created-action = View and pay the order
email-order-created-note = Already paid? You have nothing more to do: we will confirm as soon as your payment has reached us.

email-payment-received-subject = Order { $number }: payment received
email-payment-received-title = We have received your payment
email-payment-received-intro = Thank you. Your payment for order { $number } has been taken into account.
email-payment-received-note = The order now goes through validation, then delivery. We will write to you at each step; you have nothing to do for now.
email-payment-received-debt = The invoices it was for are settled. What had been closed is being opened again; you have nothing to do.
email-payment-received-action = Track my order

email-order-progress-action = Track my order
email-order-progress-nothing = You have nothing to do.
email-order-progress-validating-subject = Order { $number }: being checked
email-order-progress-validating-title = Your order is being checked
email-order-progress-validating-intro = Our team is checking order { $number }. This is done on business days and takes 48 hours on average. If we need a document, we will ask you for it by e-mail.
email-order-progress-validated-subject = Order { $number }: accepted
email-order-progress-validated-title = Your order is accepted
email-order-progress-validated-intro = Order { $number } has been accepted. We are preparing its delivery.
email-order-progress-delivering-subject = Order { $number }: being delivered
email-order-progress-delivering-title = Your order is being delivered
email-order-progress-delivering-intro = Delivery of order { $number } has begun. It takes from a few minutes to a few hours, depending on the service.
email-order-progress-held-subject = Order { $number }: delivery on hold, action needed
email-order-progress-held-title = Delivery is waiting for you
email-order-progress-held-intro = Order { $number } is paid and accepted, but an invoice of your account is still unpaid. Delivery begins as soon as it is settled.
email-order-progress-held-action = Settle my invoices
email-order-progress-available-subject = Order { $number }: complete
email-order-progress-available-title = Your order is complete
email-order-progress-available-intro = Everything in order { $number } has been delivered and is available in your account.

email-documents-requested-subject = Action needed: documents for order { $number }
email-documents-requested-title = We need documents from you
email-documents-requested-intro = To finish checking order { $number }, we need the following from you:
email-documents-requested-identity = an identity document (identity card, passport or residence permit), both sides, in colour
email-documents-requested-portrait = a photo of you holding that document
email-documents-requested-card = a photo of the payment card that shows your name and only its last four digits
email-documents-requested-address = proof of address less than three months old
email-documents-requested-company = an extract from the register of companies or associations less than three months old
email-documents-requested-note = Our team adds:
email-documents-requested-formats = Send them from your account, as JPEG, PNG or PDF, 10 MB each at most. Please do not send them by e-mail.
email-documents-requested-expiry = We await them until { $expires }. If none has arrived by then, the order is cancelled and your payment returned.
email-documents-requested-action = Send my documents

email-order-refused-subject = Order { $number }: refused
email-order-refused-title = Your order could not be accepted
email-order-refused-intro = We are sorry: the information we have on order { $number } does not offer the guarantees we need, so we cannot accept it.
email-order-refused-refund = Your payment of { $amount } is being returned to the payment method you used. Your bank may take a few days to show it.
email-order-refused-note = You are welcome to order again with another payment method.
email-order-refused-action = Back to the shop
email-order-lapsed-subject = Order { $number }: cancelled, documents not received
email-order-lapsed-title = Your order was cancelled
email-order-lapsed-intro = The documents we asked for did not arrive before { $date }, so order { $number } was cancelled.
email-order-lapsed-note = You are welcome to order again, with your documents at hand.

email-service-delivered-subject = { $service }: your service is ready
email-service-delivered-title = Your service is ready
email-service-delivered-intro = { $product } from order { $number } has been delivered.
email-service-delivered-access = Your access details
email-service-delivered-secret = Passwords do not travel by e-mail: you will find yours in your account. Change it the first time you connect.
email-service-delivered-action = Manage my service

email-invoice-available-subject = Invoice { $reference }
email-invoice-available-title = Your invoice is available
email-invoice-available-intro = Invoice { $reference } for order { $number } is in your account.
email-invoice-available-paid = Paid
email-invoice-available-unpaid = To be paid
email-invoice-available-note = The link opens once you have signed in.
email-invoice-available-action = View my invoice

email-password-reset-subject = Choose a new password
email-password-reset-title = Choose a new password
email-password-reset-intro = A new password has been asked for your account { $nic }. This link lets you choose it:
email-password-reset-action = Choose a new password
email-password-reset-note = The link works once, for { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
  }. A new password closes all your open sessions.
email-password-reset-ignore = You did not ask for it? Ignore this message: your password stays as it is.

email-unknown-sign-in-subject = New sign-in to your account
email-unknown-sign-in-title = New sign-in to your account
email-unknown-sign-in-intro = Someone has just signed in to your account from a browser we had not seen before.
email-unknown-sign-in-you = If it was you, there is nothing to do.
email-unknown-sign-in-not-you = If it was not you, change your password at once: this closes all open sessions.
email-unknown-sign-in-action = Change my password

email-fact-renews-on = Renews on
email-fact-ends-on = Ends on
email-fact-next-price = Next period, excl. tax
email-fact-refund-due = With you by

email-renewal-notice-subject = { $count ->
    [one] A service is about to renew
   *[other] { $count } services are about to renew
  }
email-renewal-notice-title = Coming renewals
email-renewal-notice-intro = The services below renew by themselves on their date. They are then invoiced, and the amount is taken from your default payment method.
email-renewal-notice-note = You need do nothing. To change how a service renews, or to end it, go to your services before its date.
email-renewal-notice-action = View my services
email-renewal-notice-manual-subject = { $count ->
    [one] Action needed: a service is about to end
   *[other] Action needed: { $count } services are about to end
  }
email-renewal-notice-manual-title = Renew your services
email-renewal-notice-manual-intro = The services below are renewed by hand. Unless you renew them they are suspended on their end date, and deleted some days later.
email-renewal-notice-manual-note = What you pay early is added to the time that is left.
email-renewal-notice-manual-action = Renew my services

email-renewal-due-no_method-subject = Action needed: renewal { $number } to be paid
email-renewal-due-no_method-title = Your renewal is waiting for its payment
email-renewal-due-no_method-intro = Your services have been renewed and invoiced, but there is no payment method on your account. Please pay online.
email-renewal-due-unusable-subject = Action needed: renewal { $number } to be paid
email-renewal-due-unusable-title = Your payment method can no longer be used
email-renewal-due-unusable-intro = Your services have been renewed and invoiced, but your default payment method has expired or can no longer be charged. Please pay online with another one.
email-renewal-due-refused-subject = Action needed: the payment of renewal { $number } was refused
email-renewal-due-refused-title = Your payment was refused
email-renewal-due-refused-intro = We could not take the amount of your renewal from your default payment method. Please pay online, with the same method or another one.
email-renewal-due-deadline = Please pay before { $on }. On that day the services are suspended.
email-renewal-due-action = Pay now

email-service-changed-suspended-subject = { $service }: service suspended
email-service-changed-suspended-title = Your service is suspended
email-service-changed-suspended-intro = Your service has not been paid for and is suspended. Your data is kept until { $on }; after that it is deleted for good. The service opens again as soon as it is paid.
email-service-changed-suspended-action = Pay and reopen
email-service-changed-deletion_soon-subject = { $service }: to be deleted soon
email-service-changed-deletion_soon-title = Your service is about to be deleted
email-service-changed-deletion_soon-intro = Your service is still unpaid. On { $on } it is deleted with all its data, and nothing can be recovered.
email-service-changed-deletion_soon-action = Keep my service
email-service-changed-deleted-subject = { $service }: service deleted
email-service-changed-deleted-title = Your service has been deleted
email-service-changed-deleted-intro = Your service and its data are being deleted. Nothing more will be charged for it.
email-service-changed-deleted-action = View my services
email-service-changed-reopened-subject = { $service }: service reopened
email-service-changed-reopened-title = Thank you, your service is open again
email-service-changed-reopened-intro = Your payment has been received and your service is being reopened. It is paid until { $on }, counted from its former end date.
email-service-changed-reopened-action = View my service
email-service-changed-renewed-subject = { $service }: renewed
email-service-changed-renewed-title = Your service is renewed
email-service-changed-renewed-intro = Thank you for your payment. Your service is paid until { $on }.
email-service-changed-renewed-action = View my service
email-service-changed-ended-subject = { $service }: service ended
email-service-changed-ended-title = Your service has ended
email-service-changed-ended-intro = As arranged, your service has reached its end and is being deleted with its data.
email-service-changed-ended-action = View my services

email-method-expiring-subject = Action needed: your payment method is about to expire
email-method-expiring-title = Your payment method is about to expire
email-method-expiring-intro = Your default payment method { $method } expires on { $on }. Add another one and make it the default, so that your services go on renewing.
email-method-expiring-action = Manage my payment methods

email-termination-link-subject = { $service }: confirm the deletion
email-termination-link-title = Confirm the deletion of your service
email-termination-link-intro = You asked for { $service } to be deleted at once.
email-termination-link-warning = Once you confirm, the service is suspended immediately and its data is deleted for good. There is no refund for the time that is left.
email-termination-link-action = Confirm the deletion
email-termination-link-note = The link works once, for { $hours ->
    [one] one hour
   *[other] { $hours } hours
  }.
email-termination-link-ignore = You did not ask for it? Ignore this message and change your password: nothing is deleted without your confirmation.

email-termination-noted-subject = { $service }: termination recorded
email-termination-noted-title = Your termination is recorded
email-termination-noted-intro = { $service } will not be renewed. It ends on { $on } and is then deleted with its data. You can undo this until 24 hours before that date.
email-termination-immediate-subject = { $service }: deletion confirmed
email-termination-immediate-title = Your service is being deleted
email-termination-immediate-intro = { $service } is suspended from now on. Its data is deleted for good on { $on }.
email-termination-undone-subject = { $service }: termination undone
email-termination-undone-title = Your service goes on
email-termination-undone-intro = The termination of { $service } is undone. The service goes on and renews on { $on }.
email-termination-noted-action = View my service

email-order-withdrawn-subject = Order { $number }: withdrawal accepted
email-order-withdrawn-title = Your withdrawal is accepted
email-order-withdrawn-intro = You have withdrawn from order { $number }. Its services are closed and deleted with their data.
email-order-withdrawn-refund = You get back what you paid, less the days the services were used, to the payment method you paid with.
email-order-withdrawn-nothing = Nothing is left to be paid back.
email-order-withdrawn-action = View the order
email-order-refunded-subject = Order { $number }: refund sent
email-order-refunded-title = Your refund is on its way
email-order-refunded-intro = We have returned { $amount } for order { $number } to the payment method you paid with.
email-order-refunded-note = Your bank may take a few days to show it.

email-fact-credit-note = Credit note
email-credit-note-subject = Credit note { $reference }
email-credit-note-title = Your credit note is available
email-credit-note-intro = Credit note { $reference } for order { $number } is in your account.
email-credit-note-action = View my credit note

email-invoice-contested-subject = Invoice { $reference } contested
email-invoice-contested-title = The invoice { $reference } is contested
email-invoice-contested-intro = We received this message about the invoice:
email-invoice-contested-note = Our team answers it by e-mail.
email-fact-reason = Subject

email-export-ready-subject = Your documents are ready
email-export-ready-title = Your documents are ready
email-export-ready-archive = { $count ->
    [one] The archive you asked for is ready: one document as PDF.
   *[other] The archive you asked for is ready: { $count } documents as PDF.
  }
email-export-ready-summary = { $count ->
    [one] The summary you asked for is ready: one document.
   *[other] The summary you asked for is ready: { $count } documents.
  }
email-export-ready-action = Download
email-export-ready-until = It is kept until { $on }; then the link opens nothing. You can ask for it again at any time from your invoices.

email-endpoint-off-subject = Action needed: nothing is sent to your program any more
email-endpoint-off-title = Nothing is sent to your program any more
email-endpoint-off-gone = The webhook address “{ $name }” answered that it wants no more messages (status 410). We have switched it off.
email-endpoint-off-failed = The webhook address “{ $name }” has received nothing since { $since }. We have switched it off.
email-endpoint-off-next = What happens while it is off is not told later. Once your program answers again, switch the address on; what failed before can then be sent again.
email-endpoint-off-action = See the address and its messages
