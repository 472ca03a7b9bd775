"""Pages as LibreOffice lays them out."""

import re
import subprocess


def run(*command):
    return subprocess.run(
        [str(part) for part in command], check=True, capture_output=True, timeout=180
    ).stdout


def pdf_of(path):
    """Return the PDF that LibreOffice makes of *path*."""
    # A profile of its own: the programs of other tests may run at the same time.
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", path.parent, path)
    return path.with_suffix(".pdf")


def page_sizes(pdf):
    """Return width and height of each page in points."""
    found = re.findall(r"Page +\d+ size: +([\d.]+) x ([\d.]+)", run("pdfinfo", "-l", "999", pdf).decode())
    return [(round(float(width)), round(float(height))) for width, height in found]


def page_texts(pdf):
    """Return each page's text."""
    return run("pdftotext", "-layout", pdf, "-").decode().split("\f")[:-1]


def lines_on(text):
    """Return the lines of a page that say something, the page's own number aside."""
    lines = [line.strip() for line in text.splitlines()]
    return [line for line in lines if line and not re.fullmatch(r"—? *\d+ *(/ *\d+|—)?", line)]
