# Le parole delle pagine.

count-orders = { $count ->
    [one] { $count } ordine
   *[other] { $count } ordini
}
signed-in-as = Accesso effettuato: { $name }
