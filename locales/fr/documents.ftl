# Les mots des documents : bon de commande et facture.

document-invoice = Facture
document-credit-note = Avoir
document-corrects = Annule la facture
document-order-form = Bon de commande
document-reference = Référence
document-order-number = Numéro de commande
document-issued-on = Date d’émission
document-created-on = Date de commande
document-expires-at = Valable jusqu’au
document-order = Bon de commande
document-payment = Paiement
document-due-on = Échéance
document-internal-reference = Référence interne
document-purchase-order = Purchase Order
document-customer = Identifiant client
document-seller = Vendeur
document-buyer = Facturé à
document-vat = N° TVA { $number }
document-register = N° d’immatriculation { $number }
document-description = Description
document-service = Service
document-quantity = Qté
document-unit-price = Prix unitaire HT
document-amount = Montant HT
document-period = Période : { $period }
document-included = Inclus
document-discount = Remise « { $name } » : au lieu de { $price }
document-discount-unnamed = Remise : au lieu de { $price }
document-net = Total HT
document-tax = { $name } { $rate }
document-tax-on = { $name } { $rate } sur { $base }
document-gross = Total TTC
sum-title = Comment ce montant est calculé
sum-line = { $quantity } × { $price }
sum-line-rounded = { $quantity } × { $price } = { $exact }, arrondi
sum-lines = somme des lignes
sum-tax = { $rate } de { $base }
sum-tax-rounded = { $rate } de { $base } = { $exact }, arrondi
sum-gross = total HT et taxes
sum-rule = Chaque ligne est arrondie une fois, puis chaque taxe une fois sur la somme des lignes : à l’unité la plus proche de la monnaie, la moitié vers le haut.
sum-rule-net = Chaque ligne est arrondie une fois, à l’unité la plus proche de la monnaie, la moitié vers le haut.
document-credit-applied = Crédit utilisé
document-settled = Réglé le { $date }
document-open = Reste à payer
document-to-pay = À régler
document-credited = Le montant est porté au crédit de votre compte client.
document-payment-card = Carte bancaire
document-payment-sepa-debit = Prélèvement SEPA
document-own-methods = Vos moyens de paiement
document-other-methods = Moyens de paiement disponibles
document-default-method = { $method } (par défaut)
document-seal = Sceau { $seal }
document-page = Page { $page } sur { $pages }
document-expiry-note = Ce bon de commande n’est pas une facture. S’il n’est pas réglé avant le { $date }, il expire et rien n’est dû.
document-waiver-note = Le { $date }, vous avez demandé que la livraison commence tout de suite et renoncé à votre droit de rétractation pour toute cette commande, parce qu’elle contient quelque chose de créé ou d’enregistré pour vous seul, ou une licence.
contract-withdrawal-waiver = Droit de rétractation

# Mentions légales des juridictions.
mention-late-rate = En cas de retard de paiement, des pénalités au taux annuel de { $rate } sont exigibles dès le lendemain de l’échéance, sans rappel.
mention-recovery-fee-40 = Entre professionnels, tout retard de paiement entraîne en outre une indemnité forfaitaire de recouvrement de 40 €.
mention-no-discount = Pas d’escompte pour paiement anticipé.
document-installation = { $description }, installation
document-debt = Facture { $reference } du { $date }, reste à payer TTC
