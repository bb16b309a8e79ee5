# Words of the documents: order form and invoice.

document-invoice = Invoice
document-credit-note = Credit note
document-corrects = Corrects invoice
document-order-form = Order form
document-reference = Reference
document-order-number = Order number
document-issued-on = Date of issue
document-created-on = Date of order
document-expires-at = Valid until
document-order = Order
document-payment = Payment
document-due-on = Due date
document-internal-reference = Internal reference
document-purchase-order = Purchase Order
document-customer = Customer ID
document-seller = Seller
document-buyer = Billed to
document-vat = VAT no. { $number }
document-register = Registration no. { $number }
document-description = Description
document-service = Service
document-quantity = Qty
document-unit-price = Unit price excl. tax
document-amount = Amount excl. tax
document-period = Period: { $period }
document-included = Included
document-discount = Discount “{ $name }”: instead of { $price }
document-discount-unnamed = Discount: instead of { $price }
document-net = Total excl. tax
document-tax = { $name } { $rate }
document-tax-on = { $name } { $rate } on { $base }
document-gross = Total incl. tax
sum-title = How this amount is made
sum-line = { $quantity } × { $price }
sum-line-rounded = { $quantity } × { $price } = { $exact }, rounded
sum-lines = sum of the lines
sum-tax = { $rate } of { $base }
sum-tax-rounded = { $rate } of { $base } = { $exact }, rounded
sum-gross = net total and taxes
sum-rule = Each line is rounded once, then each tax once on the sum of the lines: to the currency’s nearest unit, halves up.
sum-rule-net = Each line is rounded once, to the currency’s nearest unit, halves up.
document-credit-applied = Credit used
document-settled = Paid on { $date }
document-open = Left to pay
document-to-pay = To pay
document-credited = The amount is credited to your customer account.
document-payment-card = Bank card
document-payment-sepa-debit = SEPA direct debit
document-own-methods = Your payment methods
document-other-methods = Ways to pay
document-default-method = { $method } (default)
document-seal = Seal { $seal }
document-page = Page { $page } of { $pages }
document-expiry-note = This order form is not an invoice. If it is not paid before { $date }, it expires and nothing is owed.
document-waiver-note = On { $date } you asked for delivery to begin at once, and gave up your right of withdrawal for the whole of this order, because it contains something made or registered for you alone, or a licence.
contract-withdrawal-waiver = Right of withdrawal

# Legal mentions of jurisdictions.
mention-late-rate = Late payment: penalties at a yearly rate of { $rate } are due from the day after the due date, without a reminder.
mention-recovery-fee-40 = Between businesses, a late payment also adds a fixed recovery fee of €40.
mention-no-discount = No discount for early payment.
document-installation = { $description }, installation
document-debt = Invoice { $reference } of { $date }, what is left to pay incl. tax
