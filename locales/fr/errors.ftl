# Ce qui n’a pas marché, et que faire.

problem-not-found-title = Page introuvable
problem-not-found-text = Cette page n’existe pas, ou n’est pas à vous. Vérifiez l’adresse, ou repartez de l’accueil.
problem-expired-title = Ce formulaire a expiré
problem-expired-text = Il est resté ouvert trop longtemps, ou vous vous êtes connecté ou déconnecté depuis. Revenez en arrière, rechargez la page et réessayez : rien n’a été envoyé.
problem-bad-title = Nous n’avons pas compris
problem-bad-text = La demande était incomplète. Revenez en arrière et réessayez.
problem-too-large-title = Ce fichier est trop gros
problem-too-large-text = Envoyez-en un plus petit : 10 Mo au plus.
problem-too-many-title = Trop d’essais
problem-too-many-text = Pour protéger les comptes, merci d’attendre quelques minutes.
problem-unavailable-title = Un instant, s’il vous plaît
problem-unavailable-text = Quelque chose dont nous avons besoin ne répond pas. Rien n’est perdu : réessayez dans quelques secondes.
problem-unknown-title = Nous ne savons pas si c’est fait
problem-unknown-text = Notre base de données s’est interrompue au moment d’enregistrer votre envoi : il est enregistré en entier, ou pas du tout. Revenez en arrière et vérifiez avant de le renvoyer ; un même formulaire renvoyé n’est pris en compte qu’une fois.
problem-internal-title = Un problème est survenu de notre côté
problem-internal-text = Nous l’avons noté. Réessayez, et donnez-nous la référence ci-dessous s’il persiste.
problem-reference = Référence :
problem-home = Retour à l’accueil

form-errors = { $count ->
    [one] Un point demande votre attention
   *[other] { $count } points demandent votre attention
}
error-prefix = Erreur :
error-email = Écrivez une adresse e-mail, comme ada@example.org.
error-sign-in = L’identifiant ou le mot de passe n’est pas bon.
error-too-many = Trop d’essais. Attendez { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
} et réessayez.
error-password-too_short = Mettez au moins 12 caractères.
error-password-too_long = Mettez au plus 128 caractères.
error-password-no_lower = Ajoutez une minuscule.
error-password-no_upper = Ajoutez une majuscule.
error-password-no_digit = Ajoutez un chiffre.
error-password-no_special = Ajoutez un signe, comme ! ou -.
error-password-personal = Il contient votre nom, votre e-mail ou votre identifiant : choisissez autre chose.
error-password-common = Ce mot de passe est des plus courants : choisissez autre chose.
error-code-wrong = Ce code n’est pas le bon. Il vous reste { $count ->
    [one] { $count } essai
   *[other] { $count } essais
}.
error-code-over = Ce code n’est plus valable : demandez-en un nouveau.
error-country = Choisissez un pays que nous servons.
error-account-type = Choisissez ce que vous êtes.
error-field-required = Merci de remplir ce champ.
error-field-too_long = C’est trop long.
error-field-invalid = Cela ne semble pas juste : merci de vérifier.
error-contracts = Acceptez les contrats pour passer la commande.
error-comment = Écrivez { $count } caractères au plus.
error-withdrawal-sure = Cochez la case pour confirmer que vous désirez annuler la commande.
error-waiver = Acceptez la livraison immédiate sans droit de rétractation, ou retirez ces éléments de votre panier.
error-method = Choisissez comment payer.
error-payment-running = Un paiement de cette commande est en cours de validation. Attendez son résultat avant de réessayer.
error-file-missing = Choisissez un fichier.
error-file-kind = Envoyez un fichier JPG, PNG ou PDF.
error-file-size = Ce fichier dépasse 10 Mo.
error-access-lines = Écrivez chaque ligne sous la forme « libellé: valeur ».

error-selection-unknown_plan = Cette offre n’est plus vendue.
error-selection-unknown_mode = Choisissez une de ces durées.
error-selection-not_for_sale = Ceci ne se commande pas ici.
error-selection-too_few = Le minimum est { $min }.
error-selection-too_many = Le maximum est { $max }.
error-selection-unknown_option = Choisissez une de ces options.
error-selection-option_twice = Cette option est choisie deux fois.
error-selection-only_one = N’en choisissez qu’une.
error-selection-option_required = Choisissez une de ces options.
error-selection-option_without_price = Cette option ne se vend pas pour cette durée.
error-selection-unknown_configuration = Cette précision n’est plus demandée.
error-selection-configuration_twice = Cette précision est donnée deux fois.
error-selection-configuration_required = Merci de remplir ce champ.
error-selection-value_not_allowed = Choisissez une de ces valeurs.
error-selection-value_unreadable = C’est trop long, ou des caractères sont inutilisables.
error-selection-too_large = C’est plus que ce que nous savons compter.
error-password-used_before = Vous avez déjà utilisé ce mot de passe : choisissez-en un autre.
error-documents-none = Envoyez d’abord au moins un document.
error-documents-many = Une commande ne peut pas avoir plus de fichiers.
error-desk-documents = Dites quels documents il vous faut.
error-decided = Quelqu’un a déjà décidé de cette commande.
error-reference-kind = Choisissez une référence interne ou un purchase order.
error-reference-name = Donnez un nom à la référence, tel qu’il doit être imprimé.
error-reference-long = Ce nom est trop long : { $most } caractères au plus.
error-reference-days = La date de fin doit être après la date de début. Ce jour-là n’est pas compris.
error-reference-overlaps = Ces dates sont déjà celles de { $name }, du { $start } au { $end } exclu. Modifiez d’abord sa période, même si elle est désactivée.
error-date = Donnez une date, comme 2026-05-01.
error-contest-empty = Écrivez ce qui ne va pas avec cette facture.
error-program-name = Donnez un nom à l’application.
error-program-long = Le nom a { $name } caractères au plus, la description { $description }.
error-program-many = Votre compte en a déjà trop : supprimez-en avant d’en créer.
error-program-rules = Écrivez de 1 à { $most } règles, une par ligne : une méthode (GET, POST, PUT, DELETE) et un chemin qui commence par une barre.
error-program-validity = Choisissez une durée.
error-endpoint-url = Écrivez une adresse complète, qui commence par https://.
error-endpoint-url-any = Écrivez une adresse complète, qui commence par https:// ou http://.
error-endpoint-url-long = L’adresse a { $most } caractères au plus.
error-endpoint-url-credentials = Retirez l’utilisateur et le mot de passe de l’adresse : les messages sont signés.
error-endpoint-url-port = Utilisez le port 443, ou un port à partir de 1024.
error-endpoint-url-private = Donnez un serveur que tout Internet peut joindre.
error-endpoint-description = La description a { $most } caractères au plus.
error-endpoint-many = Il y a déjà { $most } adresses : supprimez-en une d’abord.
error-message-since = Donnez un jour.
error-console-needed = Indiquez une valeur : sans elle, l’appel n’a pas de réponse.

## Avoirs
error-amount = Ce n’est pas un montant : écrivez par exemple 12,50.
error-credit-nothing = Indiquez ce qui est rendu sur au moins une ligne.
error-credit-more = Au plus { $left } sur cette ligne.
error-credit-returnable = Le paiement ne peut plus rendre que { $left } ; gardez le reste sur le compte.
error-credit-reason = Écrivez un motif, d’au plus { $most } caractères.
