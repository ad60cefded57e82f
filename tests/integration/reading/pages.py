"""Files people give to ``upheld read``: a saved policy page, and what is given by mistake."""

from __future__ import annotations

POLICY_PAGE = """<!DOCTYPE html>
<html><head><title>Privacy | Lakeside Rowing</title><style>p { color: red }</style>
<script>var retain = "for 3 years";</script></head>
<body>
<header class="site-header"><nav><ul><li><a href="/">Home</a></li><li>We never sell boats</li></ul></nav></header>
<div id="cookie-banner"><p>We use cookies. Accept all?</p><button>Yes</button></div>
<main>
  <h1>Privacy policy</h1>
  <p>Last updated 4 March 2025. Lakeside Rowing Club (&ldquo;we&rdquo;, &ldquo;us&rdquo;) keeps
     your personal data&nbsp;carefully.</p>
  <h2>How long we keep data</h2>
  <ul>
    <li>Membership data: retained for <b>two years</b> after the membership ends</li>
    <li>Boat house recordings are deleted after 28 days
      <ul><li>recordings of accidents are kept for 5 years</li></ul>
    </li>
  </ul>
  <p><strong>Your rights</strong></p>
  <p>You have the right to obtain a copy of your data.<br>
  We answer requests within one month. Ask <a href="mailto:club@example.org?subject=x">our secretary</a>.</p>
  <table><tr><th>Data</th><th>Why</th><th>How long</th></tr><tr><td>Logs</td><td>Security</td><td>30 days</td></tr></table>
  <p hidden>We sell everything to third parties.</p>
</main>
<footer><p>We will row for 100 years. Imprint</p></footer>
</body></html>
"""
LOGIN_PAGE = """<html><head><title>Sign in</title></head><body><h1>Sign in to your account</h1>
<form><label>E-mail</label><input type="email"><label>Password</label><input type="password"><a href="#">Forgot your password?</a>
<p>No account yet? Sign up. Continue with Google.</p></form><p>By signing in you accept our privacy policy.</p></body></html>"""
COOKIE_PAGE = (
    "This site uses cookies. Cookies are small files. Some cookies are necessary, other cookies count visits. "
    "You can accept all cookies, reject all cookies or choose which cookies are set. Accept all cookies. Settings."
)
GERMAN_PAGE = (
    "Datenschutzerklärung. Wir verarbeiten Ihre personenbezogenen Daten nur, soweit es für die Erfüllung"
    " der Verträge nötig ist. "
    "Die Daten werden nach zwei Jahren gelöscht, und Sie haben das Recht auf Auskunft über die von uns"
    " gespeicherten Daten. "
    "Wir geben die Daten nicht an Dritte weiter, es sei denn, dass wir dazu von einem Gericht verpflichtet werden."
)
BROKEN_PAGE = (
    "<html><body><main><h2>Privacy<p>We delete your personal data <b>after 30 days</div></td><ul><li>We do"
    " not sell your data<li>We honour Global Privacy Control"
    "<p>The end of the page is missing <a href='"
)


def pdf_of(*pages: str) -> bytes:
    """Return a minimal PDF with one line of text for each line of a page."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    kids = []
    for page in pages:
        lines = "".join(f"({_escaped(line)}) Tj T* " for line in page.splitlines())
        stream = f"BT /F1 10 Tf 14 TL 40 800 Td {lines}ET".encode("latin-1")
        number = len(objects) + 1
        kids.append(f"{number} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {number + 1} 0 R"
            " /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
