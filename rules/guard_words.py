"""The words beside a value that say what it is, in the languages of the people here; each is a part of a pattern."""

SECRETS = (
    *(r"pass(?:\s?word|phrase|code|wd)", "secret", "token", r"session[\s_-]?id"),
    r"(?:api|access|auth|refresh|session|bot|private|secret|license|encryption|bearer)[\s_-]?(?:key|token)",
    r"(?:api|client|signing|webhook|shared|app)[\s_-]?secret",
    *("passwort", "kennwort", "zugangscode", "zugangsdaten", r"api[\s_-]schl[üu]ssel"),
    *("mot de passe", "contrase[ñn]a", "senha", "palavra-passe", "parola", "wachtwoord"),
    *("has[łl]o", "heslo", "jelsz[óo]", "l[öo]senord", "adgangskode", "passord", "salasana", "[şs]ifre"),
    *("парол[ья]", "密码", "密碼", "パスワード", "비밀번호"),
)
"""Also as the end of a longer name, as in `DB_PASSWORD`."""

SHORT_SECRETS = ("pw", "pwd", "pass", "psw", "mdp", "(?<!palabra )clave")
"""As words of their own."""

CODES = (
    *("pin", "tan", "otp", "totp", "cvv2?", "cvc2?", r"(?:security|verification|recovery)[\s_-]code"),
    *("einmalcode", "sicherheitscode", "código de seguridad", "code de (?:sécurité|vérification)"),
)
"""Words of their own that a number alone may follow: `CVV 123`."""

ACCOUNTS = (
    r"(?:account|acct?|a/c|konto|kto|rekening)[\s_-]{0,2}(?:number|num|no|nr|nummer|#|№)",
    r"(?:n[º°o.]|num[eé]ro|n[uú]mero|numer|номер)\.?\s(?:d[eiao]\s|del\s|da\s|du\s)?(?:la\s)?"
    r"(?:compte|cuenta|conta|conto|konta|rachunku|сч[её]та)",
    *(
        "kto",
        "iban",
        "clabe",
        "bsb",
        "blz",
        "bankleitzahl",
        r"sort[\s-]code",
        r"routing[\s-](?:number|no)",
        r"hesap\sno",
    ),
    *("銀行口座", "口座番号", "银行账号", "银行账户", "계좌번호"),
)
"""An account of a bank; an account alone may be one in a shop."""

PHONES = (
    *("tel", r"phone\w*", "mobile?", "cell", "cellphone", "call(?:ed|ing)?", "callback", "ring", "dial", "landline"),
    *("fax", "sms", "gsm", "hotline", r"whats\s?app", r"wa\.me", "viber", "telegram", "signal"),
    *(
        r"tel[eé]f[oó]n\w*",
        r"telefoon\w*",
        r"handy\w*",
        r"mobil\w*",
        r"festnetz\w*",
        r"rückruf\w*",
        r"anruf\w*",
        "erreichbar",
    ),
    *("tél", "téléphone", "portable", "móvil", "movil", "celular", "cellulare", "tlm", "tlf", "kom[óo]rka"),
    *("тел", r"телефон\w*", r"дзвон\w*", r"звон\w*"),
    *(r"電話\w*", r"电话\w*", r"手机\w*", r"携帯\w*", r"전화\w*", "هاتف", "טלפון", "फ़ोन", "फोन"),
)

NUMBER = ("no", "nr", "num", "number", "nummer", "numer", "num[eé]ro", "número", "n[°º]")

FILLERS = (
    *NUMBER,
    *("is", "at", "on", "the", "me", "him", "her", "them", "us", "back", "a"),
    *(r"(?:of the|del|do|da|du|de la|der|des|von)\s(?:customer|cliente?|kund\w+)", "klienta", "kundin", "fijo"),
    *(
        "was",
        "ist",
        "war",
        "lautet",
        "to",
        "jest",
        "unter",
        "auf",
        "est",
        "au",
        "es",
        "al",
        "é",
        "è",
        "под",
        "за",
        "номер",
        "по",
        "番号",
        "是",
        "は",
        "为",
    ),
)
"""What may stand between such a word and its number: *call her back on*."""

REFERENCES = (
    *(r"order\w*", r"ticket\w*", r"invoice\w*", "case", r"ref\w*", r"tracking\w*", "shipment", "parcel", r"booking\w*"),
    *(
        "article",
        "sku",
        "item",
        r"serial\w*",
        "product",
        "batch",
        "lot",
        "model",
        "part",
        "job",
        "build",
        "error",
        "code",
    ),
    *(
        "isbn",
        "ean",
        "upc",
        "gtin",
        "imei",
        "asin",
        "id",
        "uid",
        "user",
        "customer",
        "session",
        "request",
        "transaction",
    ),
    *(
        "payment",
        "timestamp",
        "epoch",
        "version",
        "port",
        "row",
        "line",
        "vat",
        "kvk",
        "nip",
        "siret",
        "siren",
        "pesel",
    ),
    *(
        r"bestell\w*",
        r"auftrag\w*",
        r"rechnung\w*",
        r"kunden\w*",
        r"artikel\w*",
        r"sendung\w*",
        r"vorgang\w*",
        r"fehler\w*",
    ),
    *(
        "commande",
        "facture",
        "client",
        "dossier",
        "colis",
        "pedido",
        "factura",
        "fatura",
        "cliente",
        "ordine",
        "fattura",
    ),
    *(r"zam[oó]wieni\w+", r"faktur\w+", "bestelling", "factuur", r"klant\w*", r"sipariş\w*", r"ust-id\w*"),
    *(r"заказ\w*", "замовлення", r"рахун\w+", r"счет\w*", r"订单\w*", r"注文\w*", r"주문\w*"),
)
"""What a number belongs to that is no phone's."""

VERSIONS = (
    *(
        "v",
        "vers?",
        "rev",
        r"version\w*",
        "release[d]?",
        "build",
        "firmware",
        "driver",
        "patch",
        "update",
        "upgrade[d]?",
    ),
    *("app", "sdk", "api", "plugin", "client", "section", "chapter", "step", "paragraph", "clause"),
    *(r"versi[óo]n\w*", "versão", "versione", "versie", r"wersj\w+", "verze", "sürümü?", r"верси\w+"),
    *("kapitel", "abschnitt", "schritt", "版本", "バージョン", "버전"),
)
"""What four numbers with dots belong to that are no IP address."""


def any_of(*words: str) -> str:
    """A pattern for one of the words, not behind another letter of ours: `phone`, but not the end of `iPhone`."""
    return rf"(?<![A-Za-z])(?:{'|'.join(words)})"
