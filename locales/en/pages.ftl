# Words of the pages.

count-orders = { $count ->
    [one] { $count } order
   *[other] { $count } orders
}
signed-in-as = Signed in as { $name }
