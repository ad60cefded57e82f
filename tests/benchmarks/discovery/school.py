"""A language school: Spanish and French names side by side, as after a merger."""

from __future__ import annotations

from tests.benchmarks.discovery.world import Fiction, World

TABLES = """
alumnos: id integer primary key, nombre varchar(60) not null, apellidos varchar(80) not null, dni varchar(12), fecha_nacimiento date, correo varchar(120), telefono varchar(30), direccion varchar(120), codigo_postal varchar(10), nacionalidad varchar(30), tutor_id integer, fecha_alta date not null
tutores: id integer primary key, nombre varchar(60) not null, apellidos varchar(80) not null, telefono varchar(30), correo varchar(120), parentesco varchar(20)
profesores: id integer primary key, nombre varchar(60) not null, apellidos varchar(80) not null, correo varchar(120) not null, salario integer, especialidad varchar(40)
cursos: id integer primary key, titulo varchar(80) not null, nivel varchar(4) not null, profesor_id integer, aula_id integer, precio integer not null
aulas: id integer primary key, nombre varchar(40) not null, plazas integer not null
matriculas: id integer primary key, alumno_id integer not null, curso_id integer not null, fecha_matricula date not null, estado varchar(12) not null
calificaciones: id integer primary key, matricula_id integer not null, nota integer not null, comentario text, fecha date
asistencias: id integer primary key, matricula_id integer not null, fecha date not null, presente boolean not null
recibos: id integer primary key, alumno_id integer not null, numero varchar(20) not null, importe integer not null, iban varchar(34), titular varchar(80), pagado boolean not null
usuarios: id integer primary key, usuario varchar(40) not null unique, contrasena varchar(80) not null, profesor_id integer, ultimo_acceso datetime
incidencias: id integer primary key, alumno_id integer not null, profesor_id integer, descripcion text not null, fecha datetime not null
festivos: id integer primary key, fecha date not null, motivo varchar(60)
niveles: codigo varchar(4) primary key, descripcion varchar(60) not null
clients: id integer primary key, nom varchar(60) not null, prenom varchar(60) not null, adresse varchar(120), ville varchar(60), code_postal varchar(10), courriel varchar(120), portable varchar(30), date_naissance date, societe varchar(80)
commandes: id integer primary key, client_id integer not null, reference varchar(20) not null, montant integer not null, statut varchar(12) not null, remarque text, passee_le datetime not null
lignes_commande: id integer primary key, commande_id integer not null, manuel_id integer not null, quantite integer not null
manuels: id integer primary key, intitule varchar(80) not null, auteur varchar(80), prix integer not null
factures: id integer primary key, commande_id integer not null, numero varchar(20) not null, emise_le date not null, adresse_facturation varchar(160)
journal_connexions: id integer primary key, usuario_id integer not null, adresse_ip varchar(45), navigateur varchar(160), date_connexion datetime not null
abonnes_lettre: id integer primary key, courriel varchar(120) not null unique, prenom varchar(60), inscrit_le datetime
"""
OWN = """
alumnos: nombre apellidos dni fecha_nacimiento correo telefono direccion codigo_postal nacionalidad
tutores: nombre apellidos telefono correo parentesco
profesores: nombre apellidos correo salario especialidad
calificaciones: nota comentario
recibos: iban titular
usuarios: usuario contrasena
incidencias: descripcion
clients: nom prenom adresse ville code_postal courriel portable date_naissance societe
commandes: remarque
factures: adresse_facturation
journal_connexions: adresse_ip navigateur
abonnes_lettre: courriel prenom
"""
ROW = """
alumnos: fecha_alta
matriculas: fecha_matricula estado
calificaciones: fecha
asistencias: fecha presente
recibos: numero importe pagado
usuarios: ultimo_acceso
incidencias: fecha
commandes: reference montant statut passee_le
lignes_commande: quantite
factures: numero emise_le
journal_connexions: date_connexion
abonnes_lettre: inscrit_le
"""
TIES = """
alumnos.tutor_id > tutores
cursos.profesor_id > profesores
cursos.aula_id > aulas
cursos.nivel > niveles
matriculas.alumno_id > alumnos
matriculas.curso_id > cursos
calificaciones.matricula_id > matriculas
asistencias.matricula_id > matriculas
recibos.alumno_id > alumnos
usuarios.profesor_id > profesores
incidencias.alumno_id > alumnos
incidencias.profesor_id > profesores
commandes.client_id > clients
lignes_commande.commande_id > commandes
lignes_commande.manuel_id > manuels
factures.commande_id > commandes
journal_connexions.usuario_id > usuarios
"""


def school() -> World:
    f = Fiction(16)
    letters = "TRWAGMYFPDXBNJZSQVHLCKE"

    def dni() -> str:
        number = f.digits(8)
        return number + letters[int(number) % 23]

    rows = {
        "alumnos": [
            (
                i,
                f.first(),
                f"{f.last()} {f.last()}",
                f.sometimes(dni(), 0.8),
                f.day(1995, 2012),
                f.email(i),
                f"+34 6{f.digits(8)}",
                f"Calle {f.last()} {f.number(1, 90)}",
                f.digits(5),
                f.pick("española", "francesa"),
                f.sometimes(f.number(1, 90)),
                f.day(),
            )
            for i in range(1, 241)
        ],
        "tutores": [
            (i, f.first(), f.last(), f"+34 6{f.digits(8)}", f.email(i + 400), f.pick("padre", "madre"))
            for i in range(1, 91)
        ],
        "profesores": [
            (i, f.first(), f.last(), f.email(i + 600), f.number(18000, 42000), f.pick("inglés", "francés"))
            for i in range(1, 21)
        ],
        "cursos": [
            (i, f"Curso {i}", f.pick("A1", "B2", "C1"), f.number(1, 20), f.number(1, 8), f.number(100, 900))
            for i in range(1, 41)
        ],
        "aulas": [(i, f"Aula {i}", f.number(8, 30)) for i in range(1, 9)],
        "matriculas": [
            (i, f.number(1, 240), f.number(1, 40), f.day(), f.pick("activa", "baja")) for i in range(1, 401)
        ],
        "calificaciones": [
            (i, f.number(1, 400), f.number(0, 10), f.sometimes(f.sentence()), f.day()) for i in range(1, 351)
        ],
        "asistencias": [(i, f.number(1, 400), f.day(), True) for i in range(1, 500)],
        "recibos": [
            (i, f.number(1, 240), f"R{i:05d}", f.number(50, 500), f.iban(), f.name(), True) for i in range(1, 300)
        ],
        "usuarios": [(i, f"{f.last()}{i}".lower(), f.password(), i, f.moment()) for i in range(1, 21)],
        "incidencias": [(i, f.number(1, 240), f.number(1, 20), f.sentence(25), f.moment()) for i in range(1, 80)],
        "festivos": [(i, f.day(), "fiesta local") for i in range(1, 15)],
        "niveles": [(c, f"Nivel {c}") for c in ("A1", "A2", "B1", "B2", "C1")],
        "clients": [
            (
                i,
                f.last(),
                f.first(),
                f"{f.number(1, 90)} rue {f.last()}",
                f.city(),
                f.digits(5),
                f.email(i + 800),
                f"+33 6{f.digits(8)}",
                f.sometimes(f.day(1950, 2000)),
                f.sometimes(f"{f.last()} SARL", 0.2),
            )
            for i in range(1, 181)
        ],
        "commandes": [
            (
                i,
                f.number(1, 180),
                f"CMD-{i:05d}",
                f.number(10, 900),
                f.pick("payée", "envoyée"),
                f.sometimes(f.sentence(), 0.3),
                f.moment(),
            )
            for i in range(1, 301)
        ],
        "lignes_commande": [(i, f.number(1, 300), f.number(1, 30), f.number(1, 4)) for i in range(1, 600)],
        "manuels": [(i, f"Méthode {i}", f.name(), f.number(10, 60)) for i in range(1, 31)],
        "factures": [
            (i, i, f"F{i:05d}", f.day(), f"{f.number(1, 90)} rue {f.last()}, {f.city()}") for i in range(1, 251)
        ],
        "journal_connexions": [(i, f.number(1, 20), f.ip(), f.agent(), f.moment()) for i in range(1, 400)],
        "abonnes_lettre": [(i, f.email(i + 3000), f.first(), f.moment()) for i in range(1, 120)],
    }
    return World("school", TABLES, OWN, ROW, TIES, rows)
