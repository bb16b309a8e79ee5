# Textes des e-mails. Les numéros de commande et les références arrivent comme du texte : ils ne sont jamais groupés.

email-greeting = Bonjour,
email-greeting-name = Bonjour { $name },
email-closing = L’équipe { $operator }
email-link-hint = Si le bouton ne fonctionne pas, copiez cette adresse dans votre navigateur :
email-footer-sent = Ce message a été envoyé à { $to }.
email-footer-sent-nic = Ce message a été envoyé à { $to }, compte { $nic }.
email-footer-archive = Tous les messages que nous vous envoyons sont conservés dans votre compte, rubrique « E-mails de service » : en cas de doute, comparez. Nous ne demandons jamais votre mot de passe par e-mail et n’envoyons jamais de lien par SMS.
email-footer-never = Nous ne demandons jamais votre mot de passe par e-mail.
email-footer-contact = Une question : { $support }
email-footer-report = Un message suspect : { $report }

email-line = { $name } : { $value }
email-fact-nic = Identifiant client
email-fact-email = Adresse e-mail
email-fact-order = Commande
email-fact-created = Date de création
email-fact-expires = À régler avant le
email-fact-amount = Montant
email-fact-method = Moyen de paiement
email-fact-paid-at = Date
email-fact-refund = Remboursement
email-fact-service = Service
email-fact-product = Produit
email-fact-invoice = Facture
email-fact-issued = Date d’émission
email-fact-status = État
email-fact-sign-in-at = Date
email-fact-peer = Adresse réseau
email-fact-agent = Navigateur
email-table-description = Désignation
email-table-quantity = Qté
email-table-net = Prix HT
email-total-net = Total HT
email-total-tax = { $label } { $rate }
email-total-gross = Total TTC

email-sign-up-code-subject = Votre code de vérification
email-sign-up-code-title = Confirmez votre adresse e-mail
email-sign-up-code-intro = Vous créez un compte chez { $operator }. Pour confirmer votre adresse, saisissez ce code sur la page d’inscription :
email-sign-up-code-note = Ce code est valable une seule fois, pendant { $minutes ->
    [one] une minute
   *[other] { $minutes } minutes
  }.
email-sign-up-code-ignore = Vous n’êtes pas à l’origine de cette demande ? Ignorez ce message : sans le code, aucun compte n’est créé.

email-address-taken-subject = Vous avez déjà un compte
email-address-taken-title = Vous avez déjà un compte
email-address-taken-intro = Le { $at }, quelqu’un, vous sans doute, a commencé à créer un compte avec votre adresse e-mail. Vous en avez déjà un : rien n’a été créé ni modifié.
email-address-taken-action = Me connecter
email-address-taken-forgotten = Mot de passe oublié ? Choisissez-en un nouveau ici :
email-address-taken-ignore = Si ce n’était pas vous, vous n’avez rien à faire.

email-account-created-subject = Votre compte est prêt
email-account-created-title = Bienvenue chez { $operator }
email-account-created-intro = Votre compte est créé. Vous pouvez vous connecter avec votre identifiant client ou avec votre adresse e-mail.
email-account-created-note = Conservez votre identifiant : il figure dans l’objet de tous nos messages et sur vos factures.
email-account-created-action = Accéder à mon compte

email-order-created-subject = Commande { $number } : votre bon de commande
email-order-created-title = Votre commande { $number }
email-order-created-intro = Votre commande est enregistrée. Elle n’est pas encore réglée.
email-order-created-free = Votre commande est enregistrée. Elle ne coûte rien : vous n’avez rien à payer, et nous nous occupons de la suite.
email-order-created-waived = En commandant, vous avez demandé que la livraison commence tout de suite et renoncé à votre droit de rétractation pour toute cette commande.
email-order-created-expiry = Vous pouvez la régler avant le { $expires }. Passé ce délai, elle est annulée automatiquement et sans frais ; il suffit alors de commander à nouveau.
email-order-created-action = Voir et régler la commande
email-order-created-note = Vous l’avez déjà réglée ? Vous n’avez plus rien à faire : nous vous écrirons dès que votre paiement nous sera parvenu.

email-payment-received-subject = Commande { $number } : paiement reçu
email-payment-received-title = Nous avons reçu votre paiement
email-payment-received-intro = Merci. Votre paiement pour la commande { $number } a bien été pris en compte.
email-payment-received-note = Votre commande va être validée, puis livrée. Nous vous écrirons à chaque étape ; vous n’avez rien à faire pour le moment.
email-payment-received-debt = Les factures correspondantes sont réglées. Ce qui avait été fermé est en train d’être rouvert ; vous n’avez rien à faire.
email-payment-received-action = Suivre ma commande

email-order-progress-action = Suivre ma commande
email-order-progress-nothing = Vous n’avez rien à faire.
email-order-progress-validating-subject = Commande { $number } : vérification en cours
email-order-progress-validating-title = Votre commande est en cours de vérification
email-order-progress-validating-intro = Notre équipe vérifie la commande { $number }. Cette étape a lieu les jours ouvrés et prend 48 heures en moyenne. S’il nous manque un document, nous vous le demanderons par e-mail.
email-order-progress-validated-subject = Commande { $number } : acceptée
email-order-progress-validated-title = Votre commande est acceptée
email-order-progress-validated-intro = La commande { $number } est acceptée. Nous préparons sa livraison.
email-order-progress-delivering-subject = Commande { $number } : livraison en cours
email-order-progress-delivering-title = Votre commande est en cours de livraison
email-order-progress-delivering-intro = La livraison de la commande { $number } a commencé. Elle prend de quelques minutes à quelques heures selon le service.
email-order-progress-held-subject = Commande { $number } : livraison en attente, action requise
email-order-progress-held-title = La livraison n’attend plus que vous
email-order-progress-held-intro = La commande { $number } est réglée et acceptée, mais une facture de votre compte reste impayée. La livraison commencera dès qu’elle sera réglée.
email-order-progress-held-action = Régler mes factures
email-order-progress-available-subject = Commande { $number } : terminée
email-order-progress-available-title = Votre commande est terminée
email-order-progress-available-intro = Tous les produits de la commande { $number } sont livrés et disponibles dans votre compte.

email-documents-requested-subject = Action requise : documents pour la commande { $number }
email-documents-requested-title = Il nous manque des documents
email-documents-requested-intro = Pour terminer la vérification de la commande { $number }, nous avons besoin de :
email-documents-requested-identity = une pièce d’identité (carte d’identité, passeport ou titre de séjour), recto et verso, en couleur
email-documents-requested-portrait = une photo de vous tenant ce document
email-documents-requested-card = une photo de la carte de paiement où figurent votre nom et uniquement les quatre derniers chiffres
email-documents-requested-address = un justificatif de domicile de moins de trois mois
email-documents-requested-company = un extrait du registre des sociétés ou des associations de moins de trois mois
email-documents-requested-note = Notre équipe précise :
email-documents-requested-formats = Envoyez-les depuis votre compte, au format JPEG, PNG ou PDF, 10 Mo maximum par fichier. Merci de ne pas les envoyer par e-mail.
email-documents-requested-expiry = Nous les attendons jusqu’au { $expires }. Si rien n’est arrivé d’ici là, la commande est annulée et votre paiement vous est rendu.
email-documents-requested-action = Envoyer mes documents

email-order-refused-subject = Commande { $number } : refusée
email-order-refused-title = Votre commande n’a pas pu être acceptée
email-order-refused-intro = Nous sommes désolés : les informations dont nous disposons pour la commande { $number } n’offrent pas les garanties nécessaires, et nous ne pouvons pas l’accepter.
email-order-refused-refund = Votre paiement de { $amount } vous est remboursé sur le moyen de paiement utilisé. Selon votre banque, il peut s’écouler quelques jours avant qu’il n’apparaisse.
email-order-refused-note = Vous pouvez commander à nouveau avec un autre moyen de paiement.
email-order-refused-action = Retourner à la boutique
email-order-lapsed-subject = Commande { $number } : annulée faute de documents
email-order-lapsed-title = Votre commande a été annulée
email-order-lapsed-intro = Les documents demandés ne sont pas arrivés avant le { $date } : la commande { $number } a été annulée.
email-order-lapsed-note = Vous pouvez commander de nouveau, vos documents sous la main.

email-service-delivered-subject = { $service } : votre service est prêt
email-service-delivered-title = Votre service est prêt
email-service-delivered-intro = { $product }, de la commande { $number }, est livré.
email-service-delivered-access = Vos accès
email-service-delivered-secret = Les mots de passe ne voyagent pas par e-mail : vous trouverez le vôtre dans votre compte. Changez-le dès votre première connexion.
email-service-delivered-action = Gérer mon service

email-invoice-available-subject = Facture { $reference }
email-invoice-available-title = Votre facture est disponible
email-invoice-available-intro = La facture { $reference } de la commande { $number } vous attend dans votre compte.
email-invoice-available-paid = Payée
email-invoice-available-unpaid = À régler
email-invoice-available-note = Le lien s’ouvre une fois que vous êtes connecté à votre compte.
email-invoice-available-action = Voir ma facture

email-password-reset-subject = Choisissez un nouveau mot de passe
email-password-reset-title = Choisissez un nouveau mot de passe
email-password-reset-intro = Un nouveau mot de passe a été demandé pour votre compte { $nic }. Ce lien vous permet de le choisir :
email-password-reset-action = Choisir un nouveau mot de passe
email-password-reset-note = Ce lien est valable une seule fois, pendant { $minutes ->
    [one] une minute
   *[other] { $minutes } minutes
  }. Un nouveau mot de passe ferme toutes vos sessions ouvertes.
email-password-reset-ignore = Vous n’êtes pas à l’origine de cette demande ? Ignorez ce message : votre mot de passe reste inchangé.

email-unknown-sign-in-subject = Nouvelle connexion à votre compte
email-unknown-sign-in-title = Nouvelle connexion à votre compte
email-unknown-sign-in-intro = Quelqu’un vient de se connecter à votre compte depuis un navigateur que nous ne connaissions pas.
email-unknown-sign-in-you = Si c’était vous, vous n’avez rien à faire.
email-unknown-sign-in-not-you = Si ce n’était pas vous, changez votre mot de passe sans attendre : toutes les sessions ouvertes seront fermées.
email-unknown-sign-in-action = Changer mon mot de passe

email-fact-renews-on = Renouvellement le
email-fact-ends-on = Fin le
email-fact-next-price = Prochaine période HT
email-fact-refund-due = Chez vous au plus tard le

email-renewal-notice-subject = { $count ->
    [one] Un service va se renouveler
   *[other] { $count } services vont se renouveler
  }
email-renewal-notice-title = Prochains renouvellements
email-renewal-notice-intro = Les services ci-dessous se renouvellent d’eux-mêmes à leur date. Ils sont alors facturés et le montant est prélevé sur votre moyen de paiement par défaut.
email-renewal-notice-note = Vous n’avez rien à faire. Pour changer le renouvellement d’un service ou y mettre fin, rendez-vous dans vos services avant sa date.
email-renewal-notice-action = Voir mes services
email-renewal-notice-manual-subject = { $count ->
    [one] Action requise : un service arrive à échéance
   *[other] Action requise : { $count } services arrivent à échéance
  }
email-renewal-notice-manual-title = Renouvelez vos services
email-renewal-notice-manual-intro = Les services ci-dessous se renouvellent à la main. Sans renouvellement de votre part, ils sont suspendus à leur date de fin, puis supprimés quelques jours plus tard.
email-renewal-notice-manual-note = Ce que vous payez à l’avance s’ajoute au temps restant.
email-renewal-notice-manual-action = Renouveler mes services

email-renewal-due-no_method-subject = Action requise : renouvellement { $number } à régler
email-renewal-due-no_method-title = Votre renouvellement attend son paiement
email-renewal-due-no_method-intro = Vos services ont été renouvelés et facturés, mais votre compte n’a aucun moyen de paiement. Merci de régler en ligne.
email-renewal-due-unusable-subject = Action requise : renouvellement { $number } à régler
email-renewal-due-unusable-title = Votre moyen de paiement n’est plus utilisable
email-renewal-due-unusable-intro = Vos services ont été renouvelés et facturés, mais votre moyen de paiement par défaut a expiré ou ne peut plus être débité. Merci de régler en ligne avec un autre.
email-renewal-due-refused-subject = Action requise : le paiement du renouvellement { $number } a été refusé
email-renewal-due-refused-title = Votre paiement a été refusé
email-renewal-due-refused-intro = Nous n’avons pas pu prélever le montant de votre renouvellement sur votre moyen de paiement par défaut. Merci de régler en ligne, avec le même ou avec un autre.
email-renewal-due-deadline = Merci de régler avant le { $on }. Ce jour-là, les services seront suspendus.
email-renewal-due-action = Régler maintenant

email-service-changed-suspended-subject = { $service } : service suspendu
email-service-changed-suspended-title = Votre service est suspendu
email-service-changed-suspended-intro = Votre service n’a pas été réglé : il est suspendu. Vos données sont conservées jusqu’au { $on }, puis supprimées définitivement. Le service rouvre dès son règlement.
email-service-changed-suspended-action = Régler et rouvrir
email-service-changed-deletion_soon-subject = { $service } : suppression prochaine
email-service-changed-deletion_soon-title = Votre service va être supprimé
email-service-changed-deletion_soon-intro = Votre service n’est toujours pas réglé. Le { $on }, il sera supprimé avec toutes ses données, sans récupération possible.
email-service-changed-deletion_soon-action = Garder mon service
email-service-changed-deleted-subject = { $service } : service supprimé
email-service-changed-deleted-title = Votre service est supprimé
email-service-changed-deleted-intro = Votre service et ses données sont en cours de suppression. Plus rien ne sera facturé pour lui.
email-service-changed-deleted-action = Voir mes services
email-service-changed-reopened-subject = { $service } : service rouvert
email-service-changed-reopened-title = Merci, votre service rouvre
email-service-changed-reopened-intro = Votre paiement nous est parvenu et votre service est en cours de réouverture. Il est payé jusqu’au { $on }, à compter de son ancienne date de fin.
email-service-changed-reopened-action = Voir mon service
email-service-changed-renewed-subject = { $service } : renouvelé
email-service-changed-renewed-title = Votre service est renouvelé
email-service-changed-renewed-intro = Merci pour votre paiement. Votre service est payé jusqu’au { $on }.
email-service-changed-renewed-action = Voir mon service
email-service-changed-ended-subject = { $service } : service terminé
email-service-changed-ended-title = Votre service est terminé
email-service-changed-ended-intro = Comme prévu, votre service est arrivé à sa fin : il est en cours de suppression avec ses données.
email-service-changed-ended-action = Voir mes services

email-method-expiring-subject = Action requise : votre moyen de paiement arrive à expiration
email-method-expiring-title = Votre moyen de paiement arrive à expiration
email-method-expiring-intro = Votre moyen de paiement par défaut { $method } expire le { $on }. Ajoutez-en un autre et définissez-le par défaut, afin que vos services continuent de se renouveler.
email-method-expiring-action = Gérer mes moyens de paiement

email-termination-link-subject = { $service } : confirmez la suppression
email-termination-link-title = Confirmez la suppression de votre service
email-termination-link-intro = Vous avez demandé la suppression immédiate de { $service }.
email-termination-link-warning = Dès votre confirmation, le service est suspendu et ses données sont supprimées définitivement. Le temps restant n’est pas remboursé.
email-termination-link-action = Confirmer la suppression
email-termination-link-note = Ce lien est valable une seule fois, pendant { $hours ->
    [one] une heure
   *[other] { $hours } heures
  }.
email-termination-link-ignore = Vous n’êtes pas à l’origine de cette demande ? Ignorez ce message et changez votre mot de passe : rien n’est supprimé sans votre confirmation.

email-termination-noted-subject = { $service } : résiliation enregistrée
email-termination-noted-title = Votre résiliation est enregistrée
email-termination-noted-intro = { $service } ne sera pas renouvelé. Il prend fin le { $on }, puis il est supprimé avec ses données. Vous pouvez revenir sur cette demande jusqu’à 24 heures avant cette date.
email-termination-immediate-subject = { $service } : suppression confirmée
email-termination-immediate-title = Votre service est en cours de suppression
email-termination-immediate-intro = { $service } est suspendu dès maintenant. Ses données seront supprimées définitivement le { $on }.
email-termination-undone-subject = { $service } : résiliation annulée
email-termination-undone-title = Votre service continue
email-termination-undone-intro = La résiliation de { $service } est annulée. Le service continue et se renouvelle le { $on }.
email-termination-noted-action = Voir mon service

email-order-withdrawn-subject = Commande { $number } : rétractation acceptée
email-order-withdrawn-title = Votre rétractation est acceptée
email-order-withdrawn-intro = Vous vous êtes rétracté de la commande { $number }. Ses services sont fermés et supprimés avec leurs données.
email-order-withdrawn-refund = Ce que vous avez payé vous est rendu, moins les jours d’utilisation des services, sur le moyen de paiement utilisé.
email-order-withdrawn-nothing = Il ne reste rien à rembourser.
email-order-withdrawn-action = Voir la commande
email-order-refunded-subject = Commande { $number } : remboursement envoyé
email-order-refunded-title = Votre remboursement est en route
email-order-refunded-intro = Nous avons rendu { $amount } pour la commande { $number } sur le moyen de paiement utilisé.
email-order-refunded-note = Votre banque peut mettre quelques jours à l’afficher.

email-fact-credit-note = Avoir
email-credit-note-subject = Avoir { $reference }
email-credit-note-title = Votre avoir est disponible
email-credit-note-intro = L’avoir { $reference } de la commande { $number } est disponible dans votre compte.
email-credit-note-action = Voir mon avoir

email-invoice-contested-subject = Facture { $reference } contestée
email-invoice-contested-title = La facture { $reference } est contestée
email-invoice-contested-intro = Nous avons reçu ce message à propos de la facture :
email-invoice-contested-note = Notre équipe y répond par e-mail.
email-fact-reason = Objet

email-export-ready-subject = Vos documents sont prêts
email-export-ready-title = Vos documents sont prêts
email-export-ready-archive = { $count ->
    [one] L’archive que vous avez demandée est prête : un document PDF.
   *[other] L’archive que vous avez demandée est prête : { $count } documents PDF.
  }
email-export-ready-summary = { $count ->
    [one] Le récapitulatif que vous avez demandé est prêt : un document.
   *[other] Le récapitulatif que vous avez demandé est prêt : { $count } documents.
  }
email-export-ready-action = Télécharger
email-export-ready-until = Le fichier est conservé jusqu’au { $on } ; ensuite, le lien n’ouvre plus rien. Vous pouvez le redemander à tout moment depuis vos factures.

email-endpoint-off-subject = Action requise : plus rien n’est envoyé à votre programme
email-endpoint-off-title = Plus rien n’est envoyé à votre programme
email-endpoint-off-gone = L’adresse de webhook « { $name } » a répondu qu’elle ne veut plus de messages (statut 410). Nous l’avons désactivée.
email-endpoint-off-failed = L’adresse de webhook « { $name } » n’a rien reçu depuis le { $since }. Nous l’avons désactivée.
email-endpoint-off-next = Ce qui se passe tant qu’elle est désactivée ne lui sera pas envoyé plus tard. Quand votre programme répondra de nouveau, activez l’adresse ; ce qui a échoué auparavant pourra alors être renvoyé.
email-endpoint-off-action = Voir l’adresse et ses messages
