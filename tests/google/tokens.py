"""The token endpoint: a JWT grant is checked in every part before a token is given."""

import functools
import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth import crypt, jwt

from tests.google.model import ApiError, Json

SHEETS_SCOPE = "https://www.googleapis.com/auth/spreadsheets"
DRIVE_SCOPE = "https://www.googleapis.com/auth/drive.metadata.readonly"
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"

#: What a grant must be addressed to, wherever it is posted: Google's own endpoint.
AUDIENCE = "https://oauth2.googleapis.com/token"

#: Google forgives a few minutes between the two clocks.
_SKEW_S = 300


@dataclass(frozen=True, slots=True)
class Account:
    """A service account the server knows, with the key file its owner downloaded."""

    email: str
    project: str
    key_file: Json
    public_key: bytes


@dataclass(slots=True)
class Token:
    email: str
    project: str
    scopes: frozenset[str]
    expires: float


@functools.cache
def _key(_email: str) -> rsa.RSAPrivateKey:
    """Return one key per address and test process: making them is slow."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def new_account(email: str, project: str, token_uri: str) -> Account:
    private = _key(email)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    key_file = {
        "type": "service_account",
        "project_id": project,
        "private_key_id": f"key-of-{email.partition('@')[0]}",
        "private_key": pem.decode(),
        "client_email": email,
        "client_id": "100000000000000000000",
        "token_uri": token_uri,
    }
    return Account(email, project, key_file, public)


class TokenOffice:
    """Gives tokens and knows whose they are.

    Attributes:
        life_s: how long a token is good.
        wall: the endpoint's idea of the time, in seconds since 1970.
    """

    def __init__(self, now: Callable[[], float], wall: Callable[[], float]) -> None:
        self.now = now
        self.wall = wall
        self.life_s = 3600
        self.accounts: dict[str, Account] = {}
        self.tokens: dict[str, Token] = {}
        self.grants = 0
        self._serial = itertools.count(1)

    def grant(self, form: dict[str, str]) -> Json:
        if form.get("grant_type") != GRANT:
            raise _refused("unsupported_grant_type", "Invalid grant_type")
        assertion = form.get("assertion", "").encode()
        try:
            header, claims, _, _ = jwt._unverified_decode(assertion)
        except ValueError as error:
            raise _refused("invalid_request", "Bad assertion") from error
        account = self.accounts.get(claims.get("iss", ""))
        if account is None:
            raise _refused("invalid_grant", "Invalid grant: account not found")
        verifier = crypt.RSAVerifier.from_string(account.public_key)
        signed, _, signature = assertion.rpartition(b".")
        from google.auth import _helpers

        if header.get("alg") != "RS256" or not verifier.verify(
            signed, _helpers.padded_urlsafe_b64decode(signature)
        ):
            raise _refused("invalid_grant", "Invalid JWT Signature.")
        if claims.get("aud") != AUDIENCE:
            raise _refused("invalid_grant", "Failed audience check.")
        wall, issued, expires = self.wall(), claims.get("iat", 0), claims.get("exp", 0)
        if issued > wall + _SKEW_S or expires < wall - _SKEW_S or expires - issued > 3600:
            raise _refused(
                "invalid_grant",
                "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
                "Check your iat and exp values in the JWT claim.",
            )
        scopes = frozenset(str(claims.get("scope", "")).split())
        if not scopes:
            raise _refused("invalid_scope", "Invalid OAuth scope or ID token audience provided.")
        self.grants += 1
        token = f"token-{next(self._serial)}"
        self.tokens[token] = Token(account.email, account.project, scopes, self.now() + self.life_s)
        return {"access_token": token, "expires_in": self.life_s, "token_type": "Bearer"}

    def holder(self, header: str, scope: str) -> Token:
        token = self.tokens.get(header.removeprefix("Bearer "))
        if token is None or token.expires <= self.now():
            raise ApiError(
                401,
                "Request had invalid authentication credentials. Expected OAuth 2 access token, login "
                "cookie or other valid authentication credential.",
                "UNAUTHENTICATED",
            )
        if scope not in token.scopes:
            raise ApiError(403, "Request had insufficient authentication scopes.", "PERMISSION_DENIED")
        return token

    def expire_all(self) -> None:
        for token in self.tokens.values():
            token.expires = 0


class RefusedError(ApiError):
    """An OAuth error has a body of its own."""


def _refused(error: str, description: str) -> ApiError:
    refused = RefusedError(400, description)
    refused.body = json.loads(json.dumps({"error": error, "error_description": description}))
    return refused
