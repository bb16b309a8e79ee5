# Ce qui n’a pas marché, et que faire.

problem-not-found-title = Page introuvable
problem-not-found-text = Cette page n’existe pas, ou n’est pas à vous. Vérifiez l’adresse, ou repartez de l’accueil.
problem-expired-title = Ce formulaire a expiré
problem-expired-text = Il est resté ouvert trop longtemps, ou vous vous êtes connecté ou déconnecté depuis. Revenez en arrière, rechargez la page et réessayez : rien n’a été envoyé.
problem-bad-title = Nous n’avons pas compris
problem-bad-text = La demande était incomplète. Revenez en arrière et réessayez.
problem-too-large-title = Ce fichier est trop gros
problem-too-large-text = Envoyez-en un plus petit : 10 Mo au plus.
problem-too-many-title = Trop d’essais
problem-too-many-text = Pour protéger les comptes, merci d’attendre quelques minutes.
problem-unavailable-title = Un instant, s’il vous plaît
problem-unavailable-text = Quelque chose dont nous avons besoin ne répond pas. Rien n’est perdu : réessayez dans quelques secondes.
problem-internal-title = Un problème est survenu de notre côté
problem-internal-text = Nous l’avons noté. Réessayez, et donnez-nous la référence ci-dessous s’il persiste.
problem-reference = Référence :
problem-home = Retour à l’accueil

form-errors = { $count ->
    [one] Un point demande votre attention
   *[other] { $count } points demandent votre attention
}
error-prefix = Erreur :
error-required = Merci de remplir ce champ.
error-email = Écrivez une adresse e-mail, comme ada@example.org.
error-sign-in = L’identifiant ou le mot de passe n’est pas bon.
error-too-many = Trop d’essais. Attendez { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
} et réessayez.
error-password-too-short = Mettez au moins 12 caractères.
error-password-too-long = Mettez au plus 128 caractères.
error-password-lower = Ajoutez une minuscule.
error-password-upper = Ajoutez une majuscule.
error-password-digit = Ajoutez un chiffre.
error-password-special = Ajoutez un signe, comme ! ou -.
error-password-personal = Il contient votre nom, votre e-mail ou votre identifiant : choisissez autre chose.
error-password-common = Ce mot de passe est des plus courants : choisissez autre chose.
error-code-wrong = Ce code n’est pas le bon. Regardez le dernier e-mail reçu.
error-code-over = Ce code n’est plus valable : demandez-en un nouveau.
error-country = Choisissez un pays que nous servons.
error-account-type = Choisissez ce que vous êtes.
error-field-missing = Merci de remplir ce champ.
error-field-too-long = C’est trop long.
error-field-invalid = Cela ne semble pas juste : merci de vérifier.
error-quantity = Choisissez une quantité de 1 à 100.
error-choice = Choisissez une de ces possibilités.
error-contracts = Acceptez les contrats pour passer la commande.
error-waiver = Ce produit ne peut commencer tout de suite que si vous renoncez à la rétractation.
error-price-changed = Un prix a changé depuis que vous l’avez vu. Vérifiez le nouveau total, puis passez la commande.
error-method = Choisissez comment payer.
error-payment-running = Un paiement de cette commande est en cours de validation. Attendez son résultat avant de réessayer.
error-payment-provider = Le prestataire de paiement ne répond pas. Rien n’a été débité ; réessayez dans un instant.
error-file-missing = Choisissez un fichier.
error-file-kind = Envoyez un fichier JPG, PNG ou PDF.
error-file-size = Ce fichier dépasse 10 Mo.
error-access-lines = Écrivez chaque ligne sous la forme « libellé: valeur ».
