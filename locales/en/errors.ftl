# What went wrong, and what to do about it.

problem-not-found-title = Page not found
problem-not-found-text = This page does not exist, or it is not yours. Check the address, or start from the home page.
problem-expired-title = This form has expired
problem-expired-text = It was open for too long, or you have signed in or out since. Go back, reload the page and try again: nothing was sent.
problem-bad-title = We did not understand
problem-bad-text = The request was incomplete. Go back and try again.
problem-too-large-title = This file is too large
problem-too-large-text = Send a smaller one: up to 10 MB.
problem-too-many-title = Too many tries
problem-too-many-text = To protect accounts we ask you to wait a few minutes.
problem-unavailable-title = One moment, please
problem-unavailable-text = Something we need does not answer. Nothing is lost: try again in a few seconds.
problem-unknown-title = We do not know whether that was done
problem-unknown-text = Our database went away while it was storing what you sent: it is there whole, or not at all. Go back and look before you send it again; the same form sent again is counted once.
problem-internal-title = Something went wrong on our side
problem-internal-text = We have noted it. Try again, and give us the reference below if it stays.
problem-reference = Reference:
problem-home = To the home page

form-errors = { $count ->
    [one] One thing needs your attention
   *[other] { $count } things need your attention
}
error-prefix = Error:
error-email = Write an e-mail address, such as ada@example.org.
error-sign-in = The identifier or the password is wrong.
error-too-many = Too many tries. Please wait { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
} and try again.
error-password-too_short = Use at least 12 characters.
error-password-too_long = Use at most 128 characters.
error-password-no_lower = Add a lower-case letter.
error-password-no_upper = Add an upper-case letter.
error-password-no_digit = Add a digit.
error-password-no_special = Add a sign, such as ! or -.
error-password-personal = It contains your name, your e-mail or your identifier: choose something else.
error-password-common = This password is among the most common: choose something else.
error-code-wrong = This code is not right. You have { $count ->
    [one] { $count } try
   *[other] { $count } tries
} left.
error-code-over = This code is no longer valid: ask for a new one.
error-country = Choose a country we serve.
error-account-type = Choose what you are.
error-field-required = Please fill this in.
error-field-too_long = This is too long.
error-field-invalid = This does not look right: please check it.
error-contracts = Accept the contracts to place the order.
error-comment = Write no more than { $count } characters.
error-withdrawal-sure = Tick the box to confirm that you wish to cancel the order.
error-waiver = Agree to immediate delivery without a right of withdrawal, or take these things out of your cart.
error-method = Choose how to pay.
error-payment-running = A payment of this order is being confirmed. Wait for its outcome before trying again.
error-file-missing = Choose a file.
error-file-kind = Send a JPG, PNG or PDF file.
error-file-size = This file is larger than 10 MB.
error-access-lines = Write each line as “label: value”.

error-selection-unknown_plan = This plan is no longer sold.
error-selection-unknown_mode = Choose one of these durations.
error-selection-not_for_sale = This cannot be ordered here.
error-selection-too_few = The least is { $min }.
error-selection-too_many = The most is { $max }.
error-selection-unknown_option = Choose one of these options.
error-selection-option_twice = This option is chosen twice.
error-selection-only_one = Choose only one of these.
error-selection-option_required = Choose one of these.
error-selection-option_without_price = This option is not sold with this duration.
error-selection-unknown_configuration = This detail is not asked any more.
error-selection-configuration_twice = This detail is given twice.
error-selection-configuration_required = Please fill this in.
error-selection-value_not_allowed = Choose one of these values.
error-selection-value_unreadable = This is too long or has characters we cannot use.
error-selection-too_large = This is more than we can count.
error-password-used_before = You have used this password before: choose another.
error-documents-none = Send at least one document first.
error-documents-many = You have sent as many files as an order can have.
error-desk-documents = Say which documents you need.
error-decided = Somebody has decided about this order already.
error-reference-kind = Choose an internal reference or a purchase order.
error-reference-name = Give the reference a name, as it is to be printed.
error-reference-long = This name is too long: { $most } characters at the most.
error-reference-days = The end date must be after the start date. That day is not included.
error-reference-overlaps = These dates already belong to { $name }, from { $start } to { $end } excluded. Change its dates first, even if it is deactivated.
error-date = Give a date, such as 2026-05-01.
error-contest-empty = Write what is wrong with this invoice.
error-program-name = Give the application a name.
error-program-long = The name has at most { $name } characters, the description { $description }.
error-program-many = Your account has too many already: delete some before you create more.
error-program-rules = Write from 1 to { $most } rules, one on each line: a method (GET, POST, PUT, DELETE) and a path that begins with a slash.
error-program-validity = Choose how long.
error-endpoint-url = Write a whole address that begins with https://.
error-endpoint-url-any = Write a whole address that begins with https:// or http://.
error-endpoint-url-long = The address has at most { $most } characters.
error-endpoint-url-credentials = Leave the user and the password out of the address: messages are signed instead.
error-endpoint-url-port = Use port 443, or one from 1024 on.
error-endpoint-url-private = Give a server that everybody on the Internet can reach.
error-endpoint-description = The description has at most { $most } characters.
error-endpoint-many = There are { $most } addresses already: delete one first.
error-message-since = Give a day.
error-console-needed = Give a value: the call has no answer without it.

## Credit notes
error-amount = This is not an amount: write 12.50 for example.
error-credit-nothing = Say what is given back on at least one line.
error-credit-more = At most { $left } on this line.
error-credit-returnable = The payment can give back only { $left }; keep the rest on the account.
error-credit-reason = Write a reason, of at most { $most } characters.
