"""Writes messages.json and certificates.json. Two foreign ASN.1 tools must agree on every octet.

Run: python3 make.py   (needs asn1tools, pycrate and cryptography; versions in README.md)
"""
import importlib.util
import json
import pathlib
import sys
import tempfile

import asn1tools
from pycrate_asn1c.asnproc import GLOBAL, compile_text
from pycrate_asn1c.generator import PycrateGenerator

from certificates import certificates
from mutations import children, content, header, mutated
from values import values

HERE = pathlib.Path(__file__).parent
CERTIFICATES = certificates()
MODULES = ("RsptestMessages", "RsptestBinding")


def pycrate_types(text):
    """Name to pycrate runtime object."""
    compile_text(text)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "generated.py"
        PycrateGenerator(str(path))
        spec = importlib.util.spec_from_file_location("generated", path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return {o._name: o for name in MODULES for o in getattr(module, name)._all_ if o.TYPE and o._name[0].isupper()}


def opaque(der, tool):
    """A certificate or CRL for a tool: two open elements and a bit string."""
    body, algorithm, signature = children(content(der))
    bits = content(signature)[1:]
    if tool == "asn1tools":
        return body, algorithm, (bits, 8 * len(bits))
    any_value = lambda octets: ("_unk_0116", content(octets))  # class 0, constructed, tag 16
    return any_value(body), any_value(algorithm), (int.from_bytes(bits, "big"), 8 * len(bits))


def native(kind, value, tool):
    """A value by field name in the form that a tool wants; the type decides, so `kind` is pycrate's."""
    name = kind.TYPE
    ours = tool == "asn1tools"
    if isinstance(value, str) and value.startswith("cert:"):
        names = list(kind._cont)
        return dict(zip(names, opaque(CERTIFICATES[value[5:]], tool)))
    if name in ("SEQUENCE", "SET"):
        return {field: native(kind._cont[field], inner, tool) for field, inner in value.items()}
    if name == "CHOICE":
        (alternative, inner), = value.items()
        return alternative, native(kind._cont[alternative], inner, tool)
    if name == "SEQUENCE OF":
        return [native(kind._cont, inner, tool) for inner in value]
    if name == "OCTET STRING":
        return bytes.fromhex(value)
    if name == "BIT STRING":
        text = value["bits"]
        number = int(text or "0", 2)
        if not ours:
            return number, len(text)
        return (number << -len(text) % 8).to_bytes((len(text) + 7) // 8, "big"), len(text)
    if name == "OBJECT IDENTIFIER":
        return value if ours else tuple(int(arc) for arc in value.split("."))
    if name == "NULL":
        return None if ours else 0
    return value


def main():
    text = (HERE / "rsp.asn").read_text()
    first = asn1tools.compile_string(text, "der")
    second = pycrate_types(text)
    messages, valid, differ = [], {}, []
    for kind, name, value in values():
        ident = f"{kind}/{name}"
        one = first.encode(kind, native(second[kind], value, "asn1tools"))
        second[kind].set_val(native(second[kind], value, "pycrate"))
        two = second[kind].to_der()
        if one != two:
            differ.append((ident, one.hex(), two.hex()))
        if first.encode(kind, first.decode(kind, one)) != one:
            differ.append((ident, "asn1tools does not read its own octets back", one.hex()))
        valid[ident] = one
        messages.append({"id": ident, "type": kind, "tag": header(one, 0)[0], "hex": one.hex().upper(), "value": value, "result": "valid"})
    if differ:
        for line in differ:
            print(*(part[:200] for part in line), sep="\n  ")
        sys.exit(f"{len(differ)} messages differ")
    for base, defect, layer, octets in mutated(valid):
        kind = base.split("/")[0]
        messages.append({"id": f"{kind}/{defect}", "type": kind, "tag": header(valid[base], 0)[0], "hex": octets.hex().upper(), "value": None,
                         "result": "invalid", "defect": defect, "layer": layer, "base": base})
    idents = [message["id"] for message in messages]
    assert len(set(idents)) == len(idents), [i for i in idents if idents.count(i) > 1]
    lines = ",\n".join(json.dumps(message, ensure_ascii=False) for message in messages)
    (HERE / "messages.json").write_text(f"[\n{lines}\n]\n")
    store = {name: der.hex().upper() for name, der in CERTIFICATES.items()}
    (HERE / "certificates.json").write_text(json.dumps(store, indent=1) + "\n")
    print(len(valid), "valid,", len(messages) - len(valid), "invalid,", len({m["type"] for m in messages}), "types")


if __name__ == "__main__":
    main()
