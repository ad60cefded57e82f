"""A clinic: German names and compounds, whole-number keys, no foreign key declared."""

from __future__ import annotations

from tests.benchmarks.discovery.world import Fiction, World

TABLES = """
patienten: patient_id integer primary key, anrede varchar(10), vorname varchar(60) not null, nachname varchar(60) not null, geburtsdatum date not null, geschlecht varchar(1), strasse_hausnr varchar(120), plz varchar(10), ort varchar(60), telefon varchar(30), mobilnummer varchar(30), email varchar(120), versichertennummer varchar(20), krankenkasse_id integer, hausarzt varchar(80), notfallkontakt varchar(120), angelegt_am datetime not null
krankenkassen: kasse_id integer primary key, bezeichnung varchar(80) not null, ik_nummer varchar(12)
aerzte: arzt_id integer primary key, titel varchar(20), name varchar(80) not null, fachrichtung varchar(60), email varchar(120), abteilung_id integer, lanr varchar(12)
abteilungen: abteilung_id integer primary key, bezeichnung varchar(60) not null, leiter_id integer
termine: termin_id integer primary key, patient_id integer not null, arzt_id integer not null, beginn datetime not null, dauer_minuten integer not null, terminart varchar(20), bemerkung text
behandlungen: behandlung_id integer primary key, termin_id integer not null, leistung_id integer not null, befund text, erstellt_am datetime
diagnosen: diagnose_id integer primary key, behandlung_id integer not null, icd_code varchar(8) not null, freitext text, gesichert boolean not null
leistungen: leistung_id integer primary key, ziffer varchar(10) not null, beschreibung varchar(120), punkte integer not null
medikamente: medikament_id integer primary key, pzn varchar(10) not null, handelsname varchar(80) not null, wirkstoff varchar(80)
verordnungen: verordnung_id integer primary key, patient_id integer not null, arzt_id integer not null, medikament_id integer not null, dosierung varchar(60), ausgestellt_am date not null
rechnungen: rechnung_id integer primary key, rechnungsnummer varchar(20) not null unique, patient_id integer not null, betrag integer not null, faellig_am date, bezahlt boolean not null, mahnstufe integer
zahlungen: zahlung_id integer primary key, rechnung_id integer not null, iban varchar(34), kontoinhaber varchar(80), betrag integer not null, eingegangen_am date
allergien: allergie_id integer primary key, patient_id integer not null, ausloeser varchar(60) not null, schweregrad varchar(12)
laborwerte: laborwert_id integer primary key, behandlung_id integer not null, parameter varchar(40) not null, messwert numeric(10,2), einheit varchar(12)
zugriffsprotokoll: protokoll_id integer primary key, benutzer_id integer not null, patient_id integer, aktion varchar(20) not null, ip_adresse varchar(45), zeitpunkt datetime not null
benutzer: benutzer_id integer primary key, benutzername varchar(40) not null unique, kennwort varchar(80) not null, arzt_id integer, gesperrt boolean not null
raeume: raum_id integer primary key, bezeichnung varchar(40) not null, abteilung_id integer
geraete: geraet_id integer primary key, bezeichnung varchar(60) not null, raum_id integer, seriennummer varchar(40)
einstellungen: schluessel varchar(40) primary key, wert varchar(120)
"""
OWN = """
patienten: anrede vorname nachname geburtsdatum geschlecht strasse_hausnr plz ort telefon mobilnummer email versichertennummer hausarzt notfallkontakt
aerzte: titel name fachrichtung email lanr
termine: bemerkung
behandlungen: befund
diagnosen: icd_code freitext
verordnungen: dosierung
zahlungen: iban kontoinhaber
allergien: ausloeser schweregrad
laborwerte: parameter messwert
zugriffsprotokoll: ip_adresse
benutzer: benutzername kennwort
"""
ROW = """
patienten: angelegt_am
termine: beginn dauer_minuten terminart
behandlungen: erstellt_am
diagnosen: gesichert
verordnungen: ausgestellt_am
rechnungen: rechnungsnummer betrag faellig_am bezahlt mahnstufe
zahlungen: betrag eingegangen_am
laborwerte: einheit
zugriffsprotokoll: aktion zeitpunkt
benutzer: gesperrt
"""
TIES = """
patienten.krankenkasse_id > krankenkassen
aerzte.abteilung_id > abteilungen
abteilungen.leiter_id > aerzte
termine.patient_id > patienten
termine.arzt_id > aerzte
behandlungen.termin_id > termine
behandlungen.leistung_id > leistungen
diagnosen.behandlung_id > behandlungen
verordnungen.patient_id > patienten
verordnungen.arzt_id > aerzte
verordnungen.medikament_id > medikamente
rechnungen.patient_id > patienten
zahlungen.rechnung_id > rechnungen
allergien.patient_id > patienten
laborwerte.behandlung_id > behandlungen
zugriffsprotokoll.benutzer_id > benutzer
zugriffsprotokoll.patient_id > patienten
benutzer.arzt_id > aerzte
raeume.abteilung_id > abteilungen
geraete.raum_id > raeume
"""


def clinic() -> World:
    f = Fiction(12)
    n = 260
    rows = {
        "patienten": [
            (
                i,
                f.pick("Herr", "Frau"),
                f.first(),
                f.last(),
                f.day(1930, 2012),
                f.pick("m", "w", "d"),
                f.street(),
                f.digits(5),
                f.city(),
                f.phone(),
                f.sometimes(f.phone()),
                f.sometimes(f.email(i)),
                f"{f.pick('A', 'K', 'T')}{f.digits(9)}",
                f.number(1, 9),
                f"Dr. {f.last()}",
                f"{f.name()}, {f.phone()}",
                f.moment(),
            )
            for i in range(1, n + 1)
        ],
        "krankenkassen": [(i, f"Kasse {f.last()}", f.digits(9)) for i in range(1, 10)],
        "aerzte": [
            (
                i,
                "Dr. med.",
                f.name(),
                f.pick("Chirurgie", "Innere", "Radiologie"),
                f.email(i + 700),
                f.number(1, 6),
                f.digits(9),
            )
            for i in range(1, 31)
        ],
        "abteilungen": [(i, f"Station {i}", f.number(1, 30)) for i in range(1, 7)],
        "termine": [
            (
                i,
                f.number(1, n),
                f.number(1, 30),
                f.moment(),
                f.pick(15, 30, 45),
                f.pick("Erst", "Folge"),
                f.sometimes(f.sentence(), 0.3),
            )
            for i in range(1, 601)
        ],
        "behandlungen": [(i, f.number(1, 600), f.number(1, 40), f.sentence(30), f.moment()) for i in range(1, 501)],
        "diagnosen": [
            (
                i,
                f.number(1, 500),
                f"{f.pick('A', 'E', 'J', 'M')}{f.digits(2)}.{f.digits(1)}",
                f.sometimes(f.sentence()),
                True,
            )
            for i in range(1, 451)
        ],
        "leistungen": [(i, f"{f.digits(4)}", f.sentence(5), f.number(10, 900)) for i in range(1, 41)],
        "medikamente": [(i, f.digits(8), f"Med{f.digits(3)}", f"Stoff{f.digits(2)}") for i in range(1, 81)],
        "verordnungen": [
            (i, f.number(1, n), f.number(1, 30), f.number(1, 80), f.pick("1-0-1", "0-0-1"), f.day())
            for i in range(1, 301)
        ],
        "rechnungen": [
            (i, f"R-{i:06d}", f.number(1, n), f.number(1000, 90000), f.day(), f.draw.random() < 0.8, f.number(0, 3))
            for i in range(1, 401)
        ],
        "zahlungen": [(i, f.number(1, 400), f.iban(), f.name(), f.number(1000, 90000), f.day()) for i in range(1, 351)],
        "allergien": [
            (i, f.number(1, n), f.pick("Pollen", "Penicillin", "Nuss"), f.pick("leicht", "schwer"))
            for i in range(1, 121)
        ],
        "laborwerte": [
            (i, f.number(1, 500), f.pick("CRP", "Hb", "TSH"), f.number(1, 900) / 10, "mg/l") for i in range(1, 401)
        ],
        "zugriffsprotokoll": [
            (i, f.number(1, 25), f.sometimes(f.number(1, n), 0.8), f.pick("lesen", "schreiben"), f.ip(), f.moment())
            for i in range(1, 801)
        ],
        "benutzer": [(i, f"{f.last()}{i}".lower(), f.password(), i, False) for i in range(1, 26)],
        "raeume": [(i, f"Raum {i}", f.number(1, 6)) for i in range(1, 16)],
        "geraete": [(i, f"Scanner {i}", f.number(1, 15), f.hexadecimal(12)) for i in range(1, 31)],
        "einstellungen": [("sprache", "de"), ("drucker", "an")],
    }
    return World("clinic", TABLES, OWN, ROW, TIES, rows)
