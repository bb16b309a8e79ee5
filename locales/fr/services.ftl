# Les services : la liste, la page d’un service, son renouvellement.

nav-services = Services

## La liste

services-title = Mes services
services-filter = Services selon leur statut
services-filter-all = Tous
services-filter-automatic = Automatiques
services-filter-manual = Manuels
services-filter-due = À régler
services-filter-ending = En résiliation
services-filter-ended = Résiliés
services-search = Rechercher par nom
services-soon = Échéance
services-soon-ending_in_a_week = Expirant dans une semaine
services-soon-ending_in_a_month = Expirant dans un mois
services-soon-renewing_in_a_month = Renouvelés dans un mois
services-any = Tous
services-empty-title = Aucun service pour l’instant
services-empty-text = Ce que vous commandez apparaît ici dès la livraison.
services-none-title = Aucun service ne correspond
services-none-text = Les services terminés sont sous « Résiliés ».
services-none-action = Voir tous les services
chip-type = Type : { $text }
chip-plain = { $text }
service-name = Nom du service
service-technical-name = Nom technique
service-type = Type
service-status = Statut
service-effect = Date d’effet
service-expiry = Payé jusqu’au
dashboard-renewals = Prochains renouvellements
dashboard-all-services = Voir tous les services
service-details = Voir le détail du service
service-pay-bill = Régler ma facture

service-active = Actif
service-active-sentence = Le service est à votre disposition. Vous n’avez rien à faire.
service-suspended = Suspendu
service-suspended-sentence = Le service est fermé pour l’instant ; ses données sont conservées. Sa page dit que faire.
service-over = Terminé
service-over-sentence = Le service est terminé et ses données sont supprimées. Vous n’avez rien à faire.
service-in-creation = En création
service-in-creation-sentence = Le service est en préparation. Vous n’avez rien à faire.

service-status-automatic = Renouvellement automatique
service-status-automatic-sentence = Il se renouvelle seul et il est prélevé sur votre moyen de paiement par défaut. Vous n’avez rien à faire.
service-status-manual = Renouvellement manuel
service-status-manual-sentence = Il prend fin à la date indiquée si vous ne le renouvelez pas avant. C’est à vous de le faire.
service-status-once = Sans renouvellement
service-status-once-sentence = Il a été acheté une fois pour toutes. Vous n’avez rien à faire.
service-status-due = Facture à régler
service-status-due-sentence = Une facture de ce service n’est pas payée. Sauf paiement en cours, c’est à vous de la régler.
service-status-ending = Résiliation demandée
service-status-ending-sentence = Il prend fin à la date indiquée, puis il est supprimé. Vous n’avez rien à faire.
service-status-ended = Résilié
service-status-ended-sentence = Il est terminé. Vous n’avez rien à faire.

service-effect-at-once = Immédiatement
service-effect-before = Avant le { $date }
service-effect-on = Le { $date }
service-effect-in = En { $date }

## La page d’un service

service-now = Où il en est
service-period = Payé pour
service-every = Renouvelé pour
service-months = { $count ->
    [1] 1 mois à la fois
    [12] 1 an à la fois
    [24] 2 ans à la fois
   *[other] { $count } mois à la fois
}
service-commitment = Engagé jusqu’au
service-plan = Offre
service-options = Options
service-access = Comment l’utiliser
service-orders = Commandes
service-more-invoices = Voir plus de factures
service-next = Prochaine facture
service-next-manual = La prochaine période
service-next-on = Le { $date }, pour la période jusqu’au { $until }
service-next-until = Renouvelé maintenant, il serait payé jusqu’au { $until }
service-bill = Une facture de { $amount } est à régler pour ce service.
service-own-name = Le nom que vous lui donnez
service-label = Nom
service-label-hint = Vous seul et notre assistance le voyez.
service-label-save = Enregistrer le nom
service-renew = Renouveler le service
service-pay-ahead = Anticiper le paiement
service-configure = Configurer le renouvellement
service-terminate = Résilier
service-undo = Annuler la résiliation du service
flash-service-named = Le nom est enregistré.
error-service-name = { $most } caractères au plus.

service-event-ordered = Commandé
service-event-delivered = Livré
service-event-noticed = Nous vous avons annoncé le renouvellement
service-event-reminded = Nous vous avons rappelé de le renouveler
service-event-billed = Période suivante facturée
service-event-retried = Nouvelle tentative de paiement
service-event-suspended = Suspendu : pas payé à temps
service-event-warned = Nous vous avons annoncé la suppression
service-event-renewed = Payé jusqu’au { $date }
service-event-reopened = Rouvert
service-event-termination_asked = Résiliation demandée pour le { $date }
service-event-deletion_asked = Suppression immédiate demandée : un lien vous a été envoyé
service-event-deletion_confirmed = Suppression immédiate confirmée ; données supprimées le { $date }
service-event-undone = Résiliation annulée
service-event-ended = Terminé

## Pourquoi une action n’est pas possible

refusal-not_delivered = Il n’est pas encore livré.
refusal-over = Il est terminé.
refusal-one_shot = Il a été acheté une fois pour toutes : il ne se renouvelle pas.
refusal-forced = Les services de ce type se renouvellent toujours automatiquement.
refusal-no_manual = Les services de ce type ne se renouvellent pas manuellement.
refusal-committed = Il est engagé jusqu’au { $date }.
refusal-terminating = Sa résiliation est demandée.
refusal-not_terminating = Sa résiliation n’est pas demandée.
refusal-unpaid = Une facture de ce service est d’abord à régler.
refusal-nothing_due = Rien n’est à régler pour ce service.
refusal-already_automatic = Il se renouvelle déjà automatiquement.
refusal-already_manual = Son renouvellement est manuel : il prend fin de lui-même si vous ne le renouvelez pas.
refusal-suspended = Il est suspendu.
refusal-too_late = Sa fin est trop proche.
refusal-period = Il ne se renouvelle pas pour cette durée.
refusal-day = Il ne se renouvelle pas ce jour du mois.
refusal-date = Il est déjà payé jusqu’à cette date ou au-delà.
refusal-too_far = Cette date est à plus de { $months } mois de ce qui est payé.
