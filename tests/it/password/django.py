"""Prints as JSON what Django says of random passwords, in the form of tests/vectors/passwords.json.

    python django.py COMMON_PASSWORDS SEED COUNT

The code points are those that every Unicode since version 13 has, so that the version of Python
does not matter, and the common passwords are this project's, so that the verdicts must be the same.
"""

import json
import random
import sys

import django
from django.conf import settings
from django.core.exceptions import ValidationError

settings.configure(INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes"])
django.setup()

from django.contrib.auth import password_validation  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402

ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "abcABC123",
    "0123456789",
    "٠١٢٣४५६７８９²³①②½Ⅷ⑩三",
    " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2003\u2028\u2029\u202f\u3000\u200b\ufeff",
    "àéîõüßÿæœÀÉÎÕÜẞÆŒ",
    "e\u0301a\u0308o\u0302q\u0323",
    "αβγςσΣάΆΐΰ",
    "абвгдеёАБВГДЕЁ",
    "iıİIkK\u212Aſs",
    "हिन्दीภาษาไทย",
    "日本語パスワードｐａｓｓ",
    "👨\u200d👩\u200d👧🇫🇷🇩🇪🌾",
    "ǅǆǄﬁﬀŉ",
)
ATTRIBUTES = ("username", "first_name", "last_name", "email", "farm")


def text(rng, most):
    letters = "".join(rng.sample(ALPHABETS, rng.randint(1, 3)))
    return "".join(rng.choices(letters, k=rng.randint(0, most)))


def value(rng):
    words = [text(rng, 10) for _ in range(rng.randint(0, 4))]
    return rng.choice([" ", ".", "-", "@", "_", ""]).join(words)


def mutated(rng, original):
    letters = list(original)
    for _ in range(rng.randint(0, 4)):
        place = rng.randint(0, len(letters))
        letters[place : place + rng.randint(0, 1)] = text(rng, 2)
    if rng.random() < 0.3:
        rng.shuffle(letters)
    changed = "".join(letters)
    return rng.choice([changed, changed.upper(), changed.title(), f" {changed}\x1f"])


def password(rng, user, common):
    kind = rng.random()
    if kind < 0.4 and user:
        original = rng.choice(list(user.values()))
        return mutated(rng, rng.choice([original, *original.split(".")]))
    if kind < 0.6:
        return mutated(rng, rng.choice(common))
    if kind < 0.7:
        return rng.choice([str.upper, str.title, lambda text: f"\t{text} "])(rng.choice(common))
    return text(rng, 200 if kind > 0.98 else 24)


def rules(rng, path):
    """A few validators in any order, as the vectors name them and as Django has them."""
    attributes = rng.sample(ATTRIBUTES, rng.randint(1, 5))
    similarity = rng.choice([0.1, 0.5, 0.7, 0.7, 0.7, 1, rng.uniform(0.1, 1.1)])
    min_length = rng.randint(0, 16)
    of_user = {"user_attributes": attributes, "max_similarity": similarity}
    every = [
        (
            {"name": "user_attribute_similarity", "options": of_user},
            password_validation.UserAttributeSimilarityValidator(**of_user),
        ),
        (
            {"name": "minimum_length", "options": {"min_length": min_length}},
            password_validation.MinimumLengthValidator(min_length),
        ),
        (
            {"name": "common_password", "options": {}},
            password_validation.CommonPasswordValidator(path),
        ),
        (
            {"name": "numeric_password", "options": {}},
            password_validation.NumericPasswordValidator(),
        ),
    ]
    return list(zip(*rng.sample(every, rng.randint(1, 4))))


def case(rng, listed, validators, common):
    user = None
    if rng.random() < 0.8:
        user = {name: value(rng) for name in rng.sample(ATTRIBUTES, rng.randint(1, 5))}
    candidate = password(rng, user, common)
    model = None
    if user is not None:
        model = User(**{name: value for name, value in user.items() if name != "farm"})
        if "farm" in user:
            model.farm = user["farm"]
    errors = []
    try:
        password_validation.validate_password(candidate, model, validators)
    except ValidationError as refused:
        errors = refused.error_list
    return {
        "password": candidate,
        "user": user,
        "validators": listed,
        "codes": [error.code for error in errors],
        "messages": [message for error in errors for message in error.messages],
        "params": [error.params or {} for error in errors],
    }


def main(path, seed, count):
    rng = random.Random(int(seed))
    with open(path, encoding="utf-8") as lines:
        common = lines.read().split()
    cases = []
    while len(cases) < int(count):
        # Each validator of common passwords reads the whole list.
        listed, validators = rules(rng, path)
        cases += [case(rng, listed, validators, common) for _ in range(100)]
    json.dump({"django": django.__version__, "seed": int(seed), "cases": cases}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
