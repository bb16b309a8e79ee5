# Les mots des pages.

count-orders = { $count ->
    [one] { $count } commande
   *[other] { $count } commandes
}
signed-in-as = Connecté : { $name }
