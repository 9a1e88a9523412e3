"""The demo's people: all invented, from many places, and none of them somebody."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Part:
    """Somebody in the demo; languages as codes."""

    slack_id: str
    name: str
    zone: str
    languages: tuple[str, ...]
    working_hours: str = ""


MANAGERS = (
    Part("UMAREN0001", "Maren Mooring", "Europe/Berlin", ("en", "de")),
    Part("UOBI0002", "Obi Overlook", "America/New_York", ("en", "fr")),
)

ADVISERS = (
    Part("UADA0101", "Ada Harbourlight", "Europe/Berlin", ("de", "en")),
    Part("UBOLA0102", "Bola Compassrose", "Africa/Lagos", ("en", "fr")),
    Part("UCHIARA0103", "Chiara Lanternway", "Europe/Rome", ("fr", "en")),
    Part("UDEV0104", "Dev Anchorstone", "Asia/Kolkata", ("hi", "en")),
    Part("UESPERANZA0105", "Esperanza Mainsail", "America/Mexico_City", ("es", "en")),
    Part("UFARID0106", "Farid Lighthouse", "Asia/Dubai", ("ar", "en"), "sun-thu 09:00-17:00"),
    Part("UGWEN0107", "Gwen Tidebook", "Europe/London", ("en",)),
    Part("UHIRO0108", "Hiro Signalflag", "Asia/Tokyo", ("ja", "en")),
    Part("UISABELA0109", "Isabela Deepkeel", "America/Sao_Paulo", ("pt", "es", "en")),
    Part("UJONAS0110", "Jonas Quayside", "Europe/Vienna", ("de", "en")),
    Part("UKIRI0111", "Kiri Northwind", "Pacific/Auckland", ("en",)),
    Part("UTAMSIN0112", "Tamsin Twohats", "Europe/London", ("en", "fr")),
)

FREELANCERS = (
    Part("UGRETA0201", "Greta Teapot", "Europe/Berlin", ("de", "en")),
    Part("ULUKAS0202", "Lukas Bramblegate", "Europe/Vienna", ("de", "en")),
    Part("UZOFIA0203", "Zofia Nightgate", "Europe/Warsaw", ("de", "en")),
    Part("UEIRIK0204", "Eirik Woolmitten", "Europe/Oslo", ("en", "de")),
    Part("UPETRA0205", "Petra Marblecake", "Europe/Prague", ("de", "en")),
    Part("UOKSANA0206", "Oksana Featherpen", "Europe/Kyiv", ("de", "en")),
    Part("UAMARA0207", "Amara Lanternfield", "Africa/Lagos", ("en", "fr")),
    Part("UKOFI0208", "Kofi Paperboat", "Africa/Accra", ("en", "fr")),
    Part("UAISSATOU0209", "Aissatou Firefly", "Africa/Dakar", ("fr", "en")),
    Part("UWANJIRU0210", "Wanjiru Moonpath", "Africa/Nairobi", ("en",)),
    Part("UZANELE0211", "Zanele Pebblebrook", "Africa/Johannesburg", ("en",)),
    Part("UCAMILLE0212", "Camille Paperlantern", "Europe/Paris", ("fr", "en")),
    Part("UBASTIEN0213", "Bastien Snowglobe", "Europe/Brussels", ("fr", "de", "en")),
    Part("UGIULIA0214", "Giulia Sundial", "Europe/Rome", ("es", "fr", "en")),
    Part("UANOUK0215", "Anouk Bicyclebell", "Europe/Amsterdam", ("de", "fr", "en")),
    Part("UNADIA0216", "Nadia Saltwind", "Africa/Tunis", ("ar", "fr")),
    Part("UAARAV0217", "Aarav Mangoleaf", "Asia/Kolkata", ("hi", "en")),
    Part("UPRIYA0218", "Priya Lampwick", "Asia/Kolkata", ("hi", "en"), "mon-fri 14:00-22:00"),
    Part("UROHAN0219", "Rohan Kiteweaver", "Asia/Kolkata", ("hi", "en")),
    Part("UBISHAL0220", "Bishal Highmeadow", "Asia/Kathmandu", ("hi", "en")),
    Part("UANANYA0221", "Ananya Silverthread", "Asia/Kolkata", ("hi", "en")),
    Part("UVALENTINA0222", "Valentina Hummingway", "America/Bogota", ("es", "en")),
    Part("UDIEGO0223", "Diego Kitestring", "America/Mexico_City", ("es", "en"), "mon-fri 14:00-22:00"),
    Part("UNAYELI0224", "Nayeli Sunpatch", "America/Mexico_City", ("es",)),
    Part("UEMILIO0225", "Emilio Cactusflower", "America/Tijuana", ("es", "en")),
    Part("UMARISOL0226", "Marisol Tidepool", "America/Puerto_Rico", ("es", "en")),
    Part("UOMAR0227", "Omar Datepalm", "Asia/Dubai", ("ar", "en"), "sun-thu 09:00-17:00"),
    Part("ULAYLA0228", "Layla Duneglass", "Asia/Amman", ("ar", "en"), "sun-thu 09:00-17:00"),
    Part("UFAISAL0229", "Faisal Pearlboat", "Asia/Bahrain", ("ar", "en"), "sun-thu 08:00-14:00"),
    Part("UYOUSSEF0230", "Youssef Quietwater", "Africa/Cairo", ("ar", "en")),
    Part("UELIF0231", "Elif Copperkettle", "Europe/Istanbul", ("de", "ar", "en")),
    Part("USAOIRSE0232", "Saoirse Inkwell", "Europe/Dublin", ("en", "fr")),
    Part("UNIKOS0233", "Nikos Driftwood", "Europe/Athens", ("en", "de")),
    Part("UMAEVE0234", "Maeve Snowshoe", "America/St_Johns", ("en", "fr")),
    Part("UDELPHINE0235", "Delphine Maplekey", "America/Toronto", ("fr", "en")),
    Part("UWINONA0236", "Winona Riverstone", "America/Denver", ("en", "es")),
    Part("UKENJI0237", "Kenji Paperfold", "Asia/Tokyo", ("ja", "en")),
    Part("UHANAKO0238", "Hanako Teabowl", "Asia/Tokyo", ("ja", "en")),
    Part("USORA0239", "Sora Cloudstep", "Asia/Tokyo", ("ja", "en"), "mon,wed,fri 09:00-13:00"),
    Part("UJISOO0240", "Jisoo Papercrane", "Asia/Seoul", ("ja", "en")),
    Part("ULIWEI0241", "Liwei Stonelion", "Asia/Shanghai", ("en", "ja")),
    Part("ULUANA0242", "Luana Coralbead", "America/Sao_Paulo", ("pt", "en")),
    Part("UTHIAGO0243", "Thiago Breadbasket", "America/Sao_Paulo", ("pt", "es", "en")),
    Part("URAFAELA0244", "Rafaela Windmill", "America/Recife", ("pt", "en")),
    Part("UMATEUS0245", "Mateus Cloudberry", "Europe/Lisbon", ("pt", "en")),
    Part("UCAMILA0246", "Camila Bluefinch", "America/Santiago", ("es", "pt", "en")),
    Part("UJOAQUIN0247", "Joaquin Raindrop", "America/Argentina/Buenos_Aires", ("es", "en")),
    Part("UTYRELL0248", "Tyrell Longbridge", "America/Chicago", ("en", "es")),
    Part("UINES0249", "Ines Applecart", "Europe/Madrid", ("es", "en")),
    Part("UTESFAYE0250", "Tesfaye Windowseat", "Africa/Addis_Ababa", ("en", "ar")),
    Part("UDILNOZA0251", "Dilnoza Starpath", "Asia/Tashkent", ("en", "de")),
    Part("UAROHA0252", "Aroha Fernbank", "Pacific/Auckland", ("en",)),
    Part("UMATILDA0253", "Matilda Gumleaf", "Australia/Sydney", ("en", "fr")),
    Part("UMAI0254", "Mai Lotusbell", "Asia/Ho_Chi_Minh", ("en", "fr", "ja")),
    Part("USOMCHAI0255", "Somchai Mangowood", "Asia/Bangkok", ("en", "ja")),
    Part("UKEONI0256", "Keoni Shellpath", "Pacific/Honolulu", ("en", "ja")),
    Part("UPUTRI0257", "Putri Bambooflute", "Asia/Jakarta", ("en",)),
    Part("UALTHEA0258", "Althea Starfruit", "Asia/Manila", ("en", "es")),
    Part("UTHABO0259", "Thabo Rainbarrel", "Africa/Johannesburg", ("en",)),
)
