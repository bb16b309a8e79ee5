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
problem-internal-title = Something went wrong on our side
problem-internal-text = We have noted it. Try again, and give us the reference below if it stays.
problem-reference = Reference:
problem-home = To the home page

form-errors = { $count ->
    [one] One thing needs your attention
   *[other] { $count } things need your attention
}
error-prefix = Error:
error-required = Please fill this in.
error-email = Write an e-mail address, such as ada@example.org.
error-sign-in = The identifier or the password is wrong.
error-too-many = Too many tries. Please wait { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
} and try again.
error-password-too-short = Use at least 12 characters.
error-password-too-long = Use at most 128 characters.
error-password-lower = Add a lower-case letter.
error-password-upper = Add an upper-case letter.
error-password-digit = Add a digit.
error-password-special = Add a sign, such as ! or -.
error-password-personal = It contains your name, your e-mail or your identifier: choose something else.
error-password-common = This password is among the most common: choose something else.
error-code-wrong = This code is not right. Check the last e-mail we sent.
error-code-over = This code is no longer valid: ask for a new one.
error-country = Choose a country we serve.
error-account-type = Choose what you are.
error-field-missing = Please fill this in.
error-field-too-long = This is too long.
error-field-invalid = This does not look right: please check it.
error-quantity = Choose a quantity from 1 to 100.
error-choice = Choose one of these.
error-contracts = Accept the contracts to place the order.
error-waiver = This product can only start at once if you give up the withdrawal.
error-price-changed = A price has changed since you saw it. Check the new total, then place the order.
error-method = Choose how to pay.
error-payment-running = A payment of this order is being confirmed. Wait for its outcome before trying again.
error-payment-provider = The payment provider does not answer. Nothing was charged; try again in a moment.
error-file-missing = Choose a file.
error-file-kind = Send a JPG, PNG or PDF file.
error-file-size = This file is larger than 10 MB.
error-access-lines = Write each line as «label: value».
