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
service-contacts = Contacts du service
service-contact-administrator = Contact administrateur
service-contact-technical = Contact technique
service-contact-billing = Contact facturation
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

## Comment un service se renouvelle

flow-renewal = Renouvellement
flow-summary = Récapitulatif
service-back = Revenir au service
renewal-title = Configurer le renouvellement
renewal-refused = Le renouvellement ne peut pas être modifié maintenant
renewal-mode = Comment le renouveler ?
renewal-automatic = Automatique
renewal-automatic-hint = Facturé à sa date et prélevé sur votre moyen de paiement par défaut.
renewal-manual = Manuel
renewal-every = Pour combien de temps à la fois ?
renewal-every-hint = À partir de son prochain renouvellement.
renewal-day = Quel jour du mois ?
renewal-day-same = Le jour actuel de son renouvellement
renewal-day-hint = Un prorata mène à ce jour ; le récapitulatif le montre.
renewal-first-of-month = Les services de ce type se renouvellent le premier du mois ; un prorata y mène.
renewal-next = Suivant
renewal-confirm = Confirmer
renewal-change = Modifier
renewal-debits = Vos prochains prélèvements
renewal-debits-hint = Aux taxes d’aujourd’hui, si rien ne change d’ici là.
renewal-debit-on = Prélevé le
renewal-method = Moyen de paiement
renewal-end = Fin de la période
renewal-manual-title = Renouvellement manuel
renewal-manual-text = Plus rien n’est prélevé. Il est payé jusqu’au { $date } : renouvelez-le avant.
renewal-manual-warning-title = Si vous ne le renouvelez pas
renewal-manual-warning = À sa date d’échéance, le service est suspendu aussitôt et n’est plus accessible. Quelques jours plus tard, sans paiement, ses données sont supprimées définitivement.
renewal-problem-none = Le renouvellement automatique demande un moyen de paiement par défaut
renewal-problem-unusable = Votre moyen de paiement par défaut est expiré ou ne peut plus être débité
renewal-problem-text = Enregistrez-en un, choisissez-le par défaut, puis revenez ici. Rien n’a été modifié.
renewal-methods = Mes moyens de paiement
flash-renewal-automatic = Il se renouvelle désormais automatiquement, comme vous l’avez choisi.
flash-renewal-manual = Son renouvellement est désormais manuel. Nous vous le rappellerons avant son échéance.

## Renouveler maintenant

renew-refused = Il ne peut pas être renouvelé maintenant
renew-text = Il est payé jusqu’au { $date }. Ce que vous payez maintenant s’y ajoute.
renew-text-automatic = Le prochain prélèvement vient après.
renew-length = Pour combien de temps ?
renew-months = { $count ->
    [1] 1 mois
    [12] 1 an
    [24] 2 ans
   *[other] { $count } mois
}
renew-prices = Les prix sont TTC.
renew-until = Payé jusqu’au { $date }.
renew-net = { $amount } HT.
renew-go = Passer au paiement
renew-hint = Vous revoyez le montant avant de payer. Un renouvellement payé ne s’annule pas.
renew-explained = Comment les montants sont calculés
renew-open = La commande { $number } pour ce service attend son paiement. Un nouveau choix la remplace.
renew-open-pay = Payer cette commande
flash-renewed = C’est renouvelé. Il n’y avait rien à payer.
error-refused = { $reason }
error-service-refused = { $name } : { $reason }
error-no-method = Le renouvellement automatique demande un moyen de paiement par défaut qui puisse être débité. Enregistrez-en un dans « Moyens de paiement », puis revenez.
error-method-unusable = Votre moyen de paiement par défaut est expiré ou ne peut plus être débité. Enregistrez-en un autre dans « Moyens de paiement ».
error-services-mixed = Ces services ne se facturent pas ensemble. Renouvelez-les un par un.
error-renew-in-progress = Un paiement pour un de ces services est en cours. Attendez son issue.

## Plusieurs services à la fois

bulk-renew = Renouveler
bulk-automatic = Activer le paiement automatique
bulk-manual = Désactiver le paiement automatique
bulk-align = Aligner les dates
bulk-title-renew = Renouveler plusieurs services
bulk-title-align = Aligner les dates de renouvellement
bulk-title-automatic = Activer le paiement automatique
bulk-title-manual = Désactiver le paiement automatique
bulk-lead-renew = La même durée pour chacun, ajoutée à ce qui est payé.
bulk-lead-align = Une seule date pour tous. Vous payez au prorata les jours d’ici là, et voyez d’abord le prix.
bulk-lead-automatic = Ils sont ensuite facturés à leur date, pour la durée la plus courte, et prélevés sur votre moyen de paiement par défaut.
bulk-lead-manual = Ils ne sont ensuite plus prélevés d’eux-mêmes.
bulk-align-on = Date de renouvellement commune
bulk-update = Mettre à jour
bulk-ready = { $count ->
    [one] { $count } service est prêt
   *[other] { $count } services sont prêts
}
bulk-passed-over = { $count ->
    [one] { $count } service est laissé de côté
   *[other] { $count } services sont laissés de côté
}
bulk-reason = Raison
bulk-now = Payé jusqu’au
bulk-then = Puis payé jusqu’au
bulk-price = Ce que cela coûte
bulk-none-title = Aucun de ces services ne le permet maintenant
bulk-none-text = La raison est à côté de chacun.
bulk-back = Revenir à mes services
flash-services-automatic = Paiement automatique activé pour vos services ({ $count }).
flash-services-manual = Paiement automatique désactivé pour vos services ({ $count }).
