# Les mots des pages.

## Le cadre

skip-to-content = Aller au contenu
nav-main = Principal
nav-breadcrumb = Où vous êtes
nav-account-menu = Menu du compte
nav-account-pages = Pages du compte
nav-home = Accueil
nav-plans = Boutique
nav-cart = Panier
nav-dashboard = Tableau de bord
nav-orders = Commandes
nav-invoices = Factures
nav-methods = Moyens de paiement
nav-emails = E-mails de service
nav-account = Mon compte
nav-queue = Commandes à vérifier
nav-deliveries = Livraisons manuelles
nav-desk-services = Services
nav-operations = À la main
nav-jobs = Tâches en échec
cart-count = { $count ->
    [one] { $count } article dans votre panier
   *[other] { $count } articles dans votre panier
}
sign-in = Se connecter
sign-out = Se déconnecter
brand-tagline = Commandez, payez, soyez livré et retrouvez vos factures.
notice-rules-vary = Les règles varient selon votre lieu de résidence, la loi et le produit ; les contrats que vous avez acceptés prévalent.
optional = (facultatif)
change = Modifier
cancel = Annuler
apply = Appliquer
search = Rechercher
sort = Trier
state = État
actions = Actions
quantity = Quantité
unit-price = Prix unitaire
total-net = Total HT
total-gross = Total TTC
paging = Pages
paging-first = Première page
paging-next = Page suivante
row-menu = Actions pour { $name }
chip-search = Recherche : { $text }
chips = Filtres actifs
chip-remove-named = Retirer le filtre « { $text } »
chips-clear = Tout effacer
chip-order = Commande { $text }
chip-from = Depuis le { $text }
chip-until = Jusqu’au { $text }
filters-more = Plus de filtres
filter-from = À partir du
filter-until = Jusqu’au
sort-by = Trier : { $name }
tick-all = Cocher toute la page
tick-column = Choix
tick-row = Cocher { $name }
bulk = Ce qui est coché
bulk-ticked = Sélection :
bulk-clear = Tout décocher
bulk-csv = Exporter en CSV
bulk-pdf = Télécharger les PDF
export-csv = Tout exporter en CSV
currency = Devise
per-months = { $count ->
    [1] par mois
    [12] par an
   *[other] tous les { $count } mois
}
price-before = Avant :
price-now = Maintenant :
price-net = HT
price-by-choice = Le prix dépend de vos choix
promotion-until = jusqu’au { $date }

## Accueil et boutique

home-title = Accueil
home-heading = L’infrastructure, au comptoir.
home-lead = Choisissez une offre, voyez le prix exact avant de commander, suivez la livraison étape par étape.
home-families = Nos offres
home-country = Vous résidez ici :
home-featured = En promotion
home-all-plans = Voir toutes les offres
family-plans = { $count ->
    [one] { $count } offre
   *[other] { $count } offres
}
family-from = à partir de { $price }
plans-title = Offres
plans-all = Toutes
plans-family = Type d’offre
plans-search = Nom, mémoire, stockage…
plans-none-title = La boutique est vide
plans-none-text = Aucun catalogue n’est encore publié pour votre pays. Revenez bientôt.
plans-empty-title = Aucune offre ne correspond
plans-empty-text = Essayez avec moins de mots, ou un autre type d’offre.
plans-empty-action = Afficher toutes les offres
sort-price = Prix croissant
sort-price-down = Prix décroissant
sort-name = Nom
plan-mode = Durée et engagement
plan-mode-months = { $count ->
    [1] Au mois
    [12] À l’année
   *[other] Tous les { $count } mois
}
plan-mode-commitment = { $count ->
    [one] engagement de { $count } mois
   *[other] engagement de { $count } mois
}
plan-mode-free = Sans engagement
plan-mode-upfront = payé d’avance
plan-no-option = Aucune
plan-included = inclus
plan-details = Précisions
plan-price = Prix
plan-due-now = Aujourd’hui, HT
plan-then = Ensuite
plan-net-note = Prix hors taxes ; les taxes s’ajoutent sur le bon de commande.
plan-commitment = { $count ->
    [one] Vous vous engagez pour { $count } mois.
   *[other] Vous vous engagez pour { $count } mois.
}
plan-no-price = Complétez vos choix pour voir le prix.
plan-add = Ajouter au panier
plan-update-price = Mettre le prix à jour
cart-title = Votre panier
cart-empty-title = Votre panier est vide
cart-empty-text = Choisissez une offre ; ce que vous mettez au panier y reste.
cart-empty-action = Voir les offres
cart-remove = Retirer
cart-then = puis { $amount } HT { $count ->
    [1] par mois
    [12] par an
   *[other] tous les { $count } mois
}
cart-summary = Récapitulatif
cart-tax-note = Avec les taxes de ce pays : { $country }.
cart-checkout = Passer au bon de commande
cart-continue = Continuer mes achats
cart-changed = Cette offre a changé : ouvrez-la et choisissez de nouveau.

## Connexion et inscription

sign-in-login = Identifiant ou e-mail
sign-in-login-hint = Votre identifiant ressemble à ab12345-ct ; il figure dans chacun de nos e-mails.
sign-in-forgotten = Identifiant ou mot de passe oublié ?
sign-in-new = Nouveau ici ?
sign-up-title = Créer un compte
sign-up-country = Pays de résidence fiscale
sign-up-country-hint = Il détermine la devise, les taxes et les contrats.
sign-up-email-hint = Nous y envoyons un code ; les avis et les factures suivront.
sign-up-continue = Continuer
sign-up-known = Vous avez déjà un compte ?
flow-access = Accès
flow-code = Code
flow-details = Vos coordonnées
flow-cart = Panier
flow-checkout = Bon de commande
flow-pay = Paiement
email = E-mail
password = Mot de passe
password-rules = Au moins 12 caractères avec majuscule, minuscule, chiffre et signe ; ni votre nom, ni un mot de passe courant.
code = Code
code-title = Consultez vos e-mails
code-sent = Nous avons envoyé un code à six chiffres à { $email }. Il est valable 15 minutes.
code-hint = Six chiffres
code-check = Vérifier le code
code-resend = Envoyer un nouveau code
code-change-email = Changer l’adresse e-mail
code-send-there = Envoyer le code à cette adresse
details-title = Vos coordonnées
details-type = Vous êtes
account-type-individual = Un particulier
account-type-corporation = Une entreprise
account-type-association = Une association
account-type-administration = Une administration publique
account-type-hint-individual = Pour vos besoins privés uniquement ; vous avez un droit de rétractation.
account-type-hint-corporation = Une personne morale, ou un indépendant qui achète pour son activité.
account-type-hint-association = Une association à but non lucratif.
account-type-hint-administration = L’État, une collectivité ou un établissement public.
first-name = Prénom
last-name = Nom
organisation = Organisation
organisation-hint = Telle qu’elle est immatriculée ; nécessaire sauf pour un particulier.
vat-number = Numéro de TVA
national-id = Numéro d’immatriculation
address = Adresse
zip = Code postal
city = Ville
country = Pays
phone = Téléphone
phone-hint = Forme internationale : +33 1 23 45 67 89
details-exact = Ces coordonnées figurent sur vos factures ; merci de les donner exactement.
details-create = Créer mon compte
forgotten-title = Mot de passe oublié
forgotten-hint = Nous envoyons un lien à votre adresse principale. Votre identifiant figure dans les e-mails que nous vous avons envoyés.
forgotten-send = M’envoyer un lien
forgotten-sent = Si ce compte existe, un lien est en route vers son adresse e-mail. Il fonctionne pendant une heure.
reset-title = Choisissez un nouveau mot de passe
reset-new = Nouveau mot de passe
reset-closes = Toutes les sessions ouvertes seront fermées.
reset-save = Enregistrer le mot de passe
reset-over = Ce lien a déjà servi ou est trop ancien.
reset-again = Demander un nouveau lien

## Le compte

dashboard-title = Tableau de bord
dashboard-hello = Bonjour { $name }
dashboard-order = Nouvelle commande
dashboard-to-pay = La commande { $number } attend un paiement de { $amount } ; elle expire le { $date }.
dashboard-orders = Dernières commandes
dashboard-all-orders = Voir mes commandes
dashboard-invoice = Ma dernière facture
dashboard-no-invoice = Pas encore de facture.
dashboard-method = Moyen de paiement par défaut
dashboard-no-method = Aucun n’est enregistré.
dashboard-profile = Mon profil
profile-title = Mon compte
profile-identity = Identité
profile-nic = Identifiant
profile-name = Nom
profile-since = Client depuis
profile-language = Langue
profile-language-hint = Des pages, de nos e-mails et de vos prochains documents.
profile-password = Mot de passe
profile-password-hint = Nous envoyons un lien à votre adresse e-mail. Le changer ferme toutes les sessions.
profile-password-change = Changer mon mot de passe
methods-title = Moyens de paiement
methods-empty-title = Aucun moyen de paiement enregistré
methods-empty-text = Ajoutez une carte ou un compte bancaire, ou cochez « Garder pour la prochaine fois » en payant : le moyen apparaît ici.
method-label = Moyen
method-kind = Type
method-expires = Expiration
method-expires-on = expire fin { $date }
method-default = Par défaut
method-see = Voir et modifier
method-title = Moyen de paiement { $name }
method-facts = Ce que c’est
method-mandate = Mandat
method-since = Enregistré le
method-default-yes = Oui : les renouvellements y sont prélevés
method-default-no = Non
method-description = Description
method-description-hint = Vos propres mots, pour le reconnaître.
method-describe = Enregistrer la description
method-make-default = Définir par défaut
method-make-default-hint = Les renouvellements y seront prélevés, et il sera proposé en premier pour vos commandes.
method-remove = Supprimer
method-remove-hint = Il n’est plus proposé ni prélevé. Ce qu’il a payé reste payé.
method-remove-confirm = Supprimer { $name }
method-refusal-is_default = C’est votre moyen par défaut. Définissez-en d’abord un autre par défaut ; celui-ci pourra ensuite être supprimé.
method-refusal-needed = Des services se renouvellent automatiquement ou une facture est due, et aucun autre moyen ne peut payer. Ajoutez-en d’abord un autre, ou passez tous vos services en renouvellement manuel.
method-refusal-in_use = Un paiement avec ce moyen n’est pas terminé. Revenez dans un instant.
method-add = Ajouter un moyen de paiement
method-add-title = Ajouter un moyen de paiement
method-add-default = Je veux sélectionner ce moyen de paiement par défaut dès sa validation
method-add-go = Continuer chez le prestataire de paiement
method-add-hint = Les détails se donnent sur la page du prestataire de paiement. Une carte est vérifiée sans rien débiter ; pour un compte bancaire, vous y signez un mandat.
method-add-none = Aucun moyen de paiement ne peut être ajouté d’ici pour votre compte. Contactez-nous.
emails-title = E-mails de service
emails-lead = Tous les e-mails que nous vous avons envoyés. Celui qui n’est pas ici ne vient pas de nous.
emails-empty-title = Pas encore d’e-mail
emails-empty-text = Tous les e-mails que nous vous enverrons seront gardés ici.
email-subject = Objet
email-to = À
email-date = Envoyé
email-view = Affichage
email-view-html = Tel que vous l’avez reçu
email-view-text = Texte brut

## Commandes

orders-title = Commandes
orders-filter = État des commandes
orders-filter-all = Toutes
orders-filter-in_progress = En cours
orders-filter-not_paid = Paiement non reçu
orders-filter-done = Terminées
orders-search = Rechercher un numéro de commande
orders-empty-title = Pas encore de commande
orders-empty-text = Choisissez une offre : votre commande et son avancement seront ici.
orders-empty-action = Voir les offres
orders-none-title = Aucune commande ne correspond
orders-none-text = Les commandes expirées ne sont pas affichées.
orders-none-action = Afficher toutes les commandes
order-number = Numéro de commande
order-date = Date
order-title = Commande { $number }
order-created = Commandé le { $date }
order-form = Bon de commande
order-track = Suivre la commande
order-pay = Payer
order-progress = Avancement
order-summary = Votre commande
order-history = Historique
order-more-history = Afficher plus d’historique
order-invoice = Facture
order-payment = Paiement
step-validating = Prise en compte
step-validated = Validée
step-delivering = En cours de livraison
step-available = Disponible
step-status-todo = à venir
step-status-doing = en cours
step-status-done = terminé
step-status-error = à regarder
order-state-not_paid = Paiement non reçu
order-state-checking = Validation
order-state-documents_requested = En attente de documents
order-state-delivering = Livraison en cours
order-state-delivered = Finalisée
order-state-cancelling = Annulation en cours
order-state-cancelled = Annulée
order-state-expired = Expirée
order-state-not_paid-sentence = Nous n’avons pas encore reçu votre paiement. À vous de payer : sinon, la commande s’annule d’elle-même et vous ne devez rien.
order-state-checking-sentence = Notre équipe vérifie votre commande, les jours ouvrés. Vous n’avez rien à faire.
order-state-documents_requested-sentence = Il nous faut des documents pour continuer. À vous de les envoyer, depuis la page de la commande.
order-state-delivering-sentence = Votre commande est en cours de livraison : de quelques minutes à quelques heures. Vous n’avez rien à faire.
order-state-delivered-sentence = Tout est livré. Les accès sont sur la page de la commande et dans vos e-mails. Vous n’avez rien à faire.
order-state-cancelling-sentence = Votre annulation est en cours. Vous n’avez rien à faire.
order-state-cancelled-sentence = Cette commande a été annulée ; ce que vous avez payé est remboursé ou en cours de remboursement. Vous n’avez rien à faire.
order-state-expired-sentence = Cette commande n’a pas été payée à temps et s’est éteinte. Vous ne devez rien et pouvez commander de nouveau.
event-ORDER_STARTED = Prise en compte de votre commande
event-PAYMENT_INITIATED = Paiement en cours de validation
event-REGISTERED_PAYMENT_INITIATED = Paiement par votre moyen enregistré en cours de validation
event-PAYMENT_RECEIVED = Paiement reçu
event-PAYMENT_CONFIRMED = Paiement validé
event-FRAUD_CHECK = Commande en cours de validation
event-FRAUD_MANUAL_REVIEW = Vérification de votre commande par notre équipe
event-FRAUD_DOCS_REQUESTED = En attente de documents justificatifs
event-FRAUD_DOCS_EXPIRED = Documents non reçus
event-FRAUD_REFUSED = Commande refusée
event-ORDER_ACCEPTED = Commande acceptée
event-DELIVERY = Préparation de votre commande
event-INVOICE_IN_PROGRESS = Votre commande est disponible
event-INVOICE_SENT = Votre facture est disponible
desk-event-REGISTERED_PAYMENT_INITIATED = Paiement commencé avec un moyen enregistré
desk-event-PAYMENT_INITIATED = Paiement commencé
desk-event-FRAUD_MANUAL_REVIEW = En attente d’une décision
desk-event-FRAUD_DOCS_REQUESTED = Documents demandés
desk-event-FRAUD_DOCS_EXPIRED = Annulée : documents non reçus
desk-event-DELIVERY = Livraison commencée
desk-event-INVOICE_IN_PROGRESS = Livrée
desk-event-INVOICE_SENT = Facture envoyée
desk-event-FRAUD_CHECK = Retenue pour vérification
desk-event-FRAUD_REFUSED = Refusée
desk-event-ORDER_ACCEPTED = Acceptée
desk-event-ORDER_STARTED = Paiement enregistré, commande prise en compte
desk-event-PAYMENT_RECEIVED = Paiement reçu
desk-event-PAYMENT_CONFIRMED = Paiement confirmé
desk-event-ORDER_CREATED = Commandée
desk-event-NOT_PAID = Pas encore payée
event-detail-FRAUD_MANUAL_REVIEW = Comptez en général jusqu’à 48 heures ouvrées ; nous pourrons vous contacter.
event-detail-FRAUD_DOCS_REQUESTED = Envoyez-les sur cette page : la vérification reprend dès que nous les avons.
event-detail-FRAUD_DOCS_EXPIRED = Les documents ne sont pas arrivés à temps : la commande a été annulée. Votre paiement vous est rendu, et vous pouvez commander de nouveau.
event-detail-FRAUD_REFUSED = Nous n’avons pas pu accepter cette commande. Vous pouvez commander de nouveau avec un autre moyen de paiement.
event-detail-INVOICE_SENT = Vous la trouverez dans Factures.
documents-title = Documents
documents-text = Pour terminer la vérification, merci de nous envoyer les documents demandés.
documents-file = Document
documents-hint = Une photo ou un scan : JPG, PNG ou PDF, 10 Mo au plus. Nous le supprimons après la vérification.
documents-send = Envoyer ce document
checkout-title = Bon de commande
checkout-lines = Ce que vous commandez
line-description = Description
checkout-billing = Facturé à
checkout-billing-see = Voir mes coordonnées
checkout-contracts = Contrats
checkout-accept = J’ai lu et j’accepte les contrats.
checkout-waiver = Je demande que la livraison commence tout de suite et je renonce à mon droit de rétractation pour toute cette commande, car elle contient : { $things }.
checkout-waiver-hint = C’est créé ou enregistré pour vous seul, ou c’est une licence : sans votre accord, nous ne pouvons pas prendre la commande.
checkout-waiver-rest = C’est créé ou enregistré pour vous seul, ou c’est une licence. On se rétracte d’une commande entière : vous ne pourrez donc pas non plus vous rétracter du reste de celle-ci. Pour garder ce droit, commandez le reste séparément.
checkout-changed = Quelque chose a changé entre-temps
checkout-changed-text = Rien n’a été commandé. Voici votre bon de commande à jour : vérifiez-le, puis passez la commande.
checkout-change-added = { $name } : ajouté à votre panier.
checkout-change-removed = { $name } : retiré de votre panier.
checkout-change-price = { $name } : { $now } HT, au lieu de { $was }.
checkout-change-terms = { $name } : le prix d’aujourd’hui est le même, mais le détail ou les prix suivants ont changé.
checkout-change-total = Le total TTC est de { $now }, au lieu de { $was }.
checkout-order = Passer la commande
checkout-order-free = Passer la commande : rien à payer
checkout-next-free = Rien à payer : nous prenons la commande en charge tout de suite.
checkout-next = { $count ->
    [one] Vous payez à la page suivante. La commande est valable { $count } heure.
   *[other] Vous payez à la page suivante. La commande est valable { $count } heures.
}
pay-title = Payer la commande { $number }
pay-how = Comment voulez-vous payer ?
pay-register = Garder pour la prochaine fois
pay-register-hint = Le numéro reste chez le prestataire de paiement ; nous gardons une référence.
pay-amount = Payer { $amount }
pay-total = À payer
pay-safe = Vous irez peut-être sur la page sécurisée du prestataire de paiement. Nous ne voyons jamais votre numéro de carte.
pay-later = Vous pouvez aussi partir et payer plus tard :
pay-expires = À payer avant le { $date }.
pay-waiting-title = Votre paiement est en cours de validation
pay-waiting-text = Quelques secondes en général. Vous pouvez quitter cette page : rien n’est perdu.
pay-refresh = Regarder de nouveau
pay-refused-title = Le paiement a été refusé
pay-refused-stolen_card = La carte a été déclarée perdue ou volée. Prenez-en une autre.
pay-refused-account_closed = Ce compte bancaire n’accepte pas de prélèvement. Prenez un autre moyen.
pay-refused-canceled = Vous avez quitté la page de paiement. Rien n’a été débité.
pay-refused-page_expired = La page de paiement est restée ouverte trop longtemps. Rien n’a été débité.
pay-refused-error = Le paiement n’a pas abouti. Rien n’a été débité ; merci de réessayer.
pay-refused-declined = Votre banque a refusé le paiement. Voyez avec elle, ou prenez un autre moyen.
pay-refused-insufficient_funds = Le compte n’est pas assez approvisionné. Prenez un autre moyen.
pay-refused-expired_card = La carte a expiré. Prenez-en une autre.
pay-refused-authentication_failed = Votre banque n’a pas pu confirmer que c’était vous. Merci de réessayer.
payment-kind-card = Carte bancaire
payment-kind-sepa_debit = Prélèvement SEPA
payment-kind-hint-card = Visa, Mastercard, American Express, CB
payment-kind-hint-sepa_debit = Depuis votre compte bancaire, avec un mandat signé une fois

## Factures

invoices-title = Factures
invoices-filter = État des factures
invoices-filter-all = Toutes
invoices-filter-unpaid = Impayées
invoices-filter-paid = Payées
invoices-filter-credit_notes = Avoirs
invoices-empty-title = Pas encore de facture
invoices-empty-text = Chaque commande payée donne une facture.
invoices-none-title = Aucune facture ne correspond
invoices-none-text = Changez ou retirez un filtre. Une référence ressemble à FR00000001.
invoices-none-action = Afficher toutes les factures
invoice-reference = Référence
invoice-date = Date d’émission
invoice-due = Solde
invoice-html = Voir la facture
credit-note-html = Voir l’avoir
credit-note-of = Annule tout ou partie de { $reference }
credit-note-corrects = Facture annulée
invoice-credit-note = Avoir { $reference }
invoice-pdf = Télécharger le PDF
invoice-cii = Facture électronique CII (XML)
invoice-ubl = Facture électronique UBL (XML)
document-ways = Ce document
invoice-state-paid = Payée
invoice-state-unpaid = Impayée
invoice-state-paid-sentence = Cette facture est réglée. Vous n’avez rien à faire.
invoice-state-unpaid-sentence = Cette facture reste à payer : le solde vous est demandé.
invoice-state-credit = Avoir
invoice-state-credit-sentence = Il rend tout ou partie de ce qu’une facture avait demandé. Vous n’avez rien à faire.

## Bureau

desk-name = Bureau
desk-sign-in = Bureau : connexion
queue-title = Commandes à vérifier
queue-lead = Chaque décision est envoyée au client.
queue-empty-title = Rien à vérifier
queue-empty-text = Les commandes retenues ou en attente de documents apparaîtront ici.
queue-customer = Client
queue-reasons = Pourquoi
queue-since = Depuis
desk-facts = Faits
desk-paid-at = Payée
desk-decide = Décider
desk-approve = Accepter et livrer
desk-ask = Demander des documents
desk-ask-send = Les demander
desk-refuse = Refuser
desk-refuse-title = Refuser la commande { $number } ?
desk-refuse-text = La commande est annulée et { $amount } sont remboursés. C’est définitif.
desk-refuse-confirm = Refuser et rembourser
deliveries-title = Livraisons manuelles
deliveries-lead = Ce que des personnes livrent, et ce que les machines n’ont pas pu livrer.
deliveries-empty-title = Rien à livrer
deliveries-empty-text = Les services qui demandent une personne apparaîtront ici.
deliveries-access = Accès pour le client
deliveries-access-hint = Un par ligne, « libellé: valeur ». Ils sont affichés sur la commande et envoyés par e-mail.
deliveries-done = C’est livré
desk-services-title = Services
desk-services-filter = État des services
desk-services-all = Tous
desk-services-held = Mis de côté
desk-services-in_creation = En création
desk-services-ok = En service
desk-services-pending_debt = À payer
desk-services-un_paid = Impayés
desk-services-expired = Terminés
desk-services-none-title = Aucun service ne correspond
desk-services-none-text = Les noms et les clients se cherchent en entier, comme srv-8k2mq0tz4n7x.
desk-services-none-action = Afficher tous les services
desk-services-empty-title = Pas encore de service
desk-services-empty-text = Ce que les clients achètent apparaît ici une fois payé.
desk-service = Service
desk-service-name = Nom du service
desk-resource = Machine
desk-ends-on = Payé jusqu’au
desk-deletes-on = supprimé le { $date }
desk-is-ending = se termine alors
desk-held-text = Quelque chose a arrêté ces services. Ils sont réessayés d’eux-mêmes ; les autres continuent.
desk-held-all = Les voir tous
desk-held-retry = Réessayer
desk-held-tries = { $count ->
    [one] essayé une fois
   *[other] essayé { $count } fois
}
desk-held-since = depuis { $date }
desk-held-next = prochain essai { $date }
desk-held-empty-title = Rien n’est mis de côté
desk-held-empty-text = Un service sur lequel on ne peut pas travailler apparaît ici avec la raison.
chip-customer = Client { $text }
resource-opening = en création
resource-ok = utilisable
resource-to_suspend = à suspendre
resource-suspending = en cours de suspension
resource-suspended = suspendue
resource-to_open = à rouvrir
resource-to_delete = à supprimer
resource-deleting = en cours de suppression
resource-deleted = supprimée
operations-title = À la main
operations-lead = Les services en marche à suspendre, à rouvrir ou à supprimer, là où aucune machine ne le fait ou n’a pu le faire.
operations-empty-title = Rien à faire à la main
operations-empty-text = Ce qui demande une personne apparaîtra ici.
operation-suspend = Suspendre { $name }
operation-resume = Rouvrir { $name }
operation-delete = Supprimer { $name }
operation-suspend-text = Fermez le service à son client en gardant ses données. Confirmez quand c’est fait.
operation-resume-text = Rouvrez le service tel qu’il était. Confirmez quand c’est fait.
operation-delete-text = Supprimez définitivement le service, ses données et ses sauvegardes. Confirmez quand c’est fait.
operation-suspend-done = Il est suspendu
operation-resume-done = Il est rouvert
operation-delete-done = Il est supprimé
operation-again = Redemander à la machine
operation-state-by_hand = À faire
operation-state-by_hand-sentence = Aucune machine ne le fait. Quelqu’un de l’équipe est attendu.
operation-state-failed = En échec
operation-state-failed-sentence = La machine a refusé, ou n’a pas répondu pendant trop longtemps. Quelqu’un de l’équipe est attendu.
operation-cause-unpaid = impayé
operation-cause-paid = payé
operation-cause-terminated = résilié par son propriétaire
operation-cause-withdrawn = rétractation de la commande
jobs-title = Tâches en échec
jobs-lead = Ce qui a été essayé trop souvent. Relancez-les une fois la cause levée.
jobs-empty-title = Rien n’a échoué
jobs-empty-text = Les tâches abandonnées après tous leurs essais apparaîtront ici.
job-name = Tâche
job-reason = Dernier problème
job-attempts = Essais
job-since = Depuis
job-replay = Réessayer

## Démonstration

demo-title = Démonstration
demo-clock = Nous sommes le
demo-lead = Rien n’est réel ici : aucun argent ne bouge, aucun e-mail ne part. Faites passer le temps et regardez.
demo-time-machine = Machine à avancer le temps
demo-mailbox = Boîte aux lettres
demo-desk = Bureau du personnel
demo-places = Lieux
demo-held = Les commandes de plus de { $amount } attendent une décision du personnel. Commandez un serveur dédié pour un an, payez-le, puis décidez-en au bureau du personnel.
demo-forward-only = Le temps ne fait qu’avancer.
demo-jump-hour = + 1 heure
demo-jump-day = + 1 jour
demo-jump-week = + 1 semaine
demo-jump-month = + 1 mois
demo-mailbox-lead = Tous les e-mails que la démonstration aurait envoyés.
demo-mailbox-empty-title = Pas encore d’e-mail
demo-mailbox-empty-text = Créez un compte ou passez une commande : les e-mails arrivent ici.

## Phrases pour la page suivante

flash-cart-emptied = Votre panier a été vidé entre-temps : rien n’a été commandé à l’instant. Vos commandes précédentes sont dans votre liste.
flash-cart-changed = Votre panier a changé pendant la commande. Rien n’a été commandé : vérifiez-le à nouveau.
flash-cart-added = { $name } est dans votre panier.
flash-cart-removed = Retiré de votre panier.
flash-preferences = Enregistré.
flash-session-over-kept = Votre session avait pris fin : votre envoi n’a pas été pris en compte. Connectez-vous : ce que vous avez saisi vous attend dans le formulaire.
flash-typed-back = Voici ce que vous aviez saisi. Vérifiez-le, puis envoyez-le : rien n’est encore parti.
flash-session-over = Votre session avait pris fin : votre envoi n’a pas été pris en compte. Connectez-vous, puis renvoyez-le.
flash-signed-out = Vous êtes déconnecté.
flash-welcome = Votre compte est prêt. Votre identifiant est { $nic }.
flash-code-sent = Un nouveau code est en route.
flash-password-changed = Votre mot de passe est changé. Connectez-vous.
flash-document-received = Nous avons bien reçu votre document. La vérification continue.
flash-none-ticked = Rien n’est coché : choisissez au moins une ligne.
flash-export-many = Il y a trop de lignes pour un seul fichier : réduisez la liste avec un filtre.
flash-order-placed = La commande { $number } est passée.
flash-order-paid = Merci : paiement reçu pour la commande { $number }.
flash-desk-approved = La commande { $number } est acceptée.
flash-desk-asked = Des documents sont demandés au client.
flash-desk-refused = La commande { $number } est refusée ; le remboursement est en route.
flash-delivered = La livraison est faite ; le client est prévenu.
flash-replayed = La tâche sera réessayée.
flash-time = Le temps a passé.

## Pourquoi une commande est vérifiée

reason-sample = Tirée au sort
reason-first_order_large = Première commande importante
reason-order_large = Commande importante
reason-country_mismatch = Paiement d’un autre pays
reason-many_orders = Beaucoup de commandes en un jour

## Mots des catalogues

labelled = { $label } : { $value }
plan-mode-once = Une fois
family-name-hosting = Hébergement web
family-name-vps = Serveurs virtuels
family-name-dedicated = Serveurs dédiés
family-name-storage = Stockage
family-name-domain = Noms de domaine
fact-memory = Mémoire
fact-storage = Stockage
fact-bandwidth = Bande passante
fact-database = Base de données
fact-certificate = Certificat
fact-sites = Sites
fact-backup = Sauvegarde
configuration-region = Région
configuration-datacenter = Centre de données
configuration-domain = Nom de domaine
configuration-os = Système d’exploitation
flash-cart-quantity = Choisissez une quantité de 1 à 100.
fact-os = Système d’exploitation
fact-licence = Licence
fact-ip = Adresses IP
fact-vcpu = vCPU
fact-uses = Usages
fact-privacy = Coordonnées publiques
fact-panel-languages = Langues du panneau
fact-system-licence = Licence système
fact-network = Réseau
fact-cpu = Processeur
fact-traffic = Trafic
fact-location = Lieu
configuration-hostname = Nom d’hôte

method-state-valid = Valide
method-state-valid-sentence = Ce moyen peut servir à payer. Vous n’avez rien à faire.
method-state-expired = Expirée
method-state-expired-sentence = Cette carte est périmée. À vous d’en enregistrer une autre, en la gardant lors d’un paiement.
method-state-error = Inutilisable
method-state-error-sentence = Le prestataire de paiement n’accepte plus ce moyen. À vous d’en enregistrer un autre, en le gardant lors d’un paiement.
event-ORDER_CREATED = Création de votre commande
event-NOT_PAID = Paiement non reçu
event-detail-NOT_PAID = Soit le bon de commande n’est pas encore payé, soit le paiement est encore en route.
document-kind-identity = Une pièce d’identité
document-kind-portrait = Une photo de vous tenant cette pièce
document-kind-card = La carte de paiement : votre nom et les quatre derniers chiffres seulement
document-kind-address = Un justificatif de domicile
document-kind-company = Un extrait du registre des sociétés
documents-done = J’ai tout envoyé
documents-done-hint = La vérification reprend quand vous appuyez ici.
flash-documents-sent = Merci. La vérification reprend.

service-state-in_creation = En création
service-state-in_creation-sentence = Le service est en préparation. Vous n’avez rien à faire.
service-state-ok = En service
service-state-ok-sentence = Le service est à votre disposition. Vous n’avez rien à faire.
service-state-pending_debt = Paiement dû
service-state-pending_debt-sentence = Une facture de ce service est en cours d’encaissement. Vous n’avez rien à faire.
service-state-un_paid = Impayé
service-state-un_paid-sentence = Une facture de ce service n’a pas été payée à temps. À vous de la régler.
service-state-expired = Terminé
service-state-expired-sentence = Le service est terminé. Vous n’avez rien à faire.
access-show = Afficher
documents-due = Merci de les envoyer avant le { $date }. Si rien n’est arrivé d’ici là, la commande est annulée et votre paiement vous est rendu.

cart-blocked = Un de ces articles ne peut pas être commandé tel quel : ouvrez-le et choisissez de nouveau, ou retirez-le.
cart-due-now = À payer, TTC
queue-due-at = À décider avant
queue-late = en retard depuis le { $date }
flash-cart-full = Votre panier est plein : commandez d’abord ce qu’il contient.

flash-email-invalid = Écrivez une adresse e-mail, comme ada@example.org.
flash-code-too-soon = Un code vient d’être envoyé. Attendez une minute avant d’en demander un autre.
flash-code-too-many = Trop de codes ont été demandés. Réessayez plus tard.
flash-address-taken = Cette adresse a reçu son compte entre-temps, depuis une autre fenêtre ou un autre appareil. Connectez-vous, ou choisissez un nouveau mot de passe.
dashboard-to-document = Il nous faut des documents pour la commande { $number }.
dashboard-send-documents = Envoyer les documents
desk-message = Ce que le client lit
desk-message-hint = Par exemple : une photo en couleur, merci.
desk-note = Note pour l’équipe
desk-kinds = Quels documents ?
desk-notes = Décisions
decision-approve = Acceptée
decision-request_documents = Documents demandés
decision-refuse = Refusée
delivery-state-by_hand = À la main
delivery-state-by_hand-sentence = Une personne de l’équipe la livre.
delivery-state-failed = En échec
delivery-state-failed-sentence = La machine a refusé ou abandonné : livrez à la main.
delivery-state-waiting = En attente
delivery-state-waiting-sentence = Elle sera bientôt demandée.
delivery-state-requested = Demandée
delivery-state-requested-sentence = La machine a reçu la demande.
delivery-state-in_progress = En cours
delivery-state-in_progress-sentence = La machine y travaille.
delivery-state-delivered = Livrée
delivery-state-delivered-sentence = Elle est livrée.
delivery-state-cancelled = Annulée
delivery-state-cancelled-sentence = Elle n’est plus à livrer.
contract-terms = Conditions générales
contract-privacy = Annexe sur la protection des données
contract-service = Conditions des services
configuration-value-none = Aucun
configuration-value-eu-west = Europe de l’Ouest
configuration-value-ca-east = Est du Canada
line-installation = installation
contract-version = version { $version }
configuration-value-eu-south = Europe du Sud
configuration-value-alma-9 = AlmaLinux 9
configuration-value-debian-13 = Debian 13
configuration-value-ubuntu-24-04 = Ubuntu 24.04
configuration-value-none_64-en = Aucun, vous l’installez
configuration-value-europe = Europe
configuration-value-canada = Canada
configuration-dedicated_os = Système d’exploitation
configuration-dedicated_datacenter = Centre de données
fact-application-license = Licence applicative
fact-distribution-license = Licence système
fact-system-storage = Disque système
fact-vrack = Réseau privé
access-label-name = Nom
access-label-address = Adresse
access-label-login = Identifiant
access-label-user = Utilisateur
access-label-password = Mot de passe
access-label-url = Adresse
order-others = { $count ->
    [one] et { $count } autre article
   *[other] et { $count } autres articles
}
plan-options = { $count ->
    [one] Afficher { $count } option
   *[other] Afficher { $count } options
}

# Régler ce qui est dû.
settle-title = Régler mon solde
settle-title-one = Régler la facture { $reference }
settle-text = { $count ->
    [one] Un bon de commande de régularisation va être créé pour la facture ci-contre. Une fois payé, la facture est réglée et ce qui avait été fermé est rouvert.
   *[other] Un bon de commande de régularisation va être créé pour les { $count } factures ci-contre. Une fois payé, elles sont réglées et ce qui avait été fermé est rouvert.
}
settle-valid = Ce bon de commande sera valable une heure. S’il n’est pas payé d’ici là, il disparaît et rien n’est perdu : vous pourrez en demander un autre.
settle-go = Créer le bon et payer { $amount }
settle-hint = Rien n’est débité avant que vous ayez choisi un moyen de paiement à la page suivante.
settle-covers = Factures à régler
settle-ordered = La commande { $number } attend déjà votre paiement pour ce solde.
settle-paying = Un paiement est en cours pour la commande { $number }. Rien ne sera débité deux fois.
settle-see-order = Voir cette commande
settle-back = Revenir aux factures
invoice-pay = Régler immédiatement
invoice-to-pay = à régler
owed-due = { $count ->
    [one] Une facture attend votre règlement : { $amount }.
   *[other] { $count } factures attendent votre règlement : { $amount }.
}
owed-todo = Une commande de { $amount } est prête à être payée.
owed-pending = Un paiement de { $amount } est en cours.
owed-pay = Régler mon solde immédiatement
order-covers = Factures réglées par cette commande
flash-debt-order = La commande { $number } est prête. Elle est valable une heure.
flash-debt-paying = Un paiement est déjà en cours pour ce solde.
flash-debt-none = Vous n’avez rien à régler.

# Suivi des paiements.
invoices-sides = Factures et paiements
payments-title = Suivi des paiements
payments-running = Demandes de paiement
payments-running-text = Ces paiements ne sont pas encore terminés. Rien ne sera débité deux fois.
payments-back = Revenir aux paiements
payments-none-title = Aucun paiement ne correspond
payments-none-text = Changez ou retirez un filtre.
payments-none-action = Afficher tous les paiements
payments-empty-title = Pas encore de paiement
payments-empty-text = Chaque paiement reçu apparaît ici, avec les factures qu’il règle.
payment-title = Paiement { $reference }
payment-reference = Référence
payment-date = Date de paiement
payment-total = Montant total
payment-method = Moyen de paiement
payment-invoices = Factures
payment-back = Remboursé
payment-given-back = dont { $amount } remboursés
payment-see = Voir les détails et le reçu
payment-order = Commande
payment-amount = Montant
payment-amount-is = égal à
payment-amount-below = inférieur à
payment-amount-above = supérieur à
payment-kind-any = Tous
receipt-title = Reçu { $reference }
receipt-from = Payé par
receipt-to = Reçu par
receipt-invoices = Factures réglées
receipt-amount = Montant réglé TTC
receipt-document = Document
receipt-no-invoice = La facture est émise à la livraison de la commande.
receipt-back = Remboursements
refund-running = en cours
refund-failed = non abouti ; notre équipe s’en occupe
refund-done = effectué
deed-state-paid = Payée
deed-state-paid-sentence = L’argent est arrivé. Vous n’avez rien à faire.
deed-state-to-pay = En attente de paiement
deed-state-to-pay-sentence = La page de paiement a été ouverte et attend que vous la terminiez.
deed-state-running = En cours de traitement
deed-state-running-sentence = La banque ou le prestataire de paiement répondra sous peu. Vous n’avez rien à faire.
deed-state-failed = Échouée
deed-state-failed-sentence = La banque a refusé. Rien n’a été débité ; vous pouvez payer avec un autre moyen.
deed-state-cancelled = Annulée
deed-state-cancelled-sentence = Rien n’a été débité.
deed-state-done = Complétée
deed-state-done-sentence = C’est fait. Vous n’avez rien à faire.
deeds = Historique des opérations
deeds-title = Opérations de { $reference }
deeds-due = { $amount } restent à payer
deeds-settled = rien ne reste à payer
deed = Opération
deed-date = Date
deed-about = Voir
deed-payment = Paiement
deed-ordered = Commande créée
deed-invoiced = Facture émise
deed-regularised = Bon de commande de régularisation
deed-paid = Paiement : { $method }
deed-given-back = Remboursement : { $method }
deed-credited = Avoir émis
invoice-operations = Historique des opérations
order-state-owed = Paiement non reçu
order-state-owed-sentence = Nous n’avons pas encore reçu votre paiement. Sans lui, cette commande disparaît à sa date et les factures qu’elle règle restent dues.
