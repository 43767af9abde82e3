"""Who may reach a server, looked at before it listens: sign-in, TLS, a stated proxy."""

from __future__ import annotations

import ssl
import time
from pathlib import Path

from graph_api import bootstrap
from graph_api.errors import BadParameterError
from graph_api.settings import Settings, Text
from graph_api.stores.service_db import SERVICE_FILE_NAME
from graph_api.stores.service_tokens import Tokens


def require_closed(settings: Settings) -> None:
    """Refuse to serve others than this machine unless they sign in, over an encrypted way.

    Raises
    ------
    BadParameterError
        If something is missing, with every step that makes it good; or if the certificate or the
        provider's settings cannot be used.

    """
    _require_whole(settings)
    if settings.tls_cert is not None and settings.tls_key is not None:
        _require_usable(settings.tls_cert, settings.tls_key)
    if settings.allow_open or not settings.is_reached:
        return
    missing = [*_missing(settings)]
    if not missing:
        return
    host = settings.host
    way, back = _BY_PROXY if settings.is_loopback else _DIRECTLY
    raise BadParameterError(
        f"{host!r} can be reached from other machines{way.en}, so it is not served yet: "
        + "; ".join(text.en for text in missing)
        + f". Or {back.en}. Where only a reverse proxy with authentication reaches this address"
        " (a container), set EMPOWER_ALLOW_OPEN=1. See docs/reference/sign-in.md.",
        f"“{host}”可{way.zh}从其他机器访问，因此暂不启动："
        + "；".join(text.zh for text in missing)
        + f"。也可{back.zh}。若该地址只有带认证的反向代理能访问（容器），"
        "请设置 EMPOWER_ALLOW_OPEN=1。见 docs/reference/sign-in.md。",
        parameter="host",
    )


_DIRECTLY = Text("", ""), Text("keep 127.0.0.1", "改用 127.0.0.1")
_BY_PROXY = (
    Text(" by the proxy of EMPOWER_PROXY", "经 EMPOWER_PROXY 所指的代理"),
    Text("take EMPOWER_PROXY away", "去掉 EMPOWER_PROXY"),
)
"""How others get here, and what keeps them away."""


def has_somebody(settings: Settings) -> bool:
    """Tell whether anybody could sign in; no file is made for the question."""
    if settings.oidc_issuer is not None:
        return True
    if not (settings.data / SERVICE_FILE_NAME).exists():
        return False
    db = bootstrap.open_service_db(settings)
    try:
        return Tokens(db).has_live(time.time())
    finally:
        db.close()


NOBODY = Text(
    "Everybody has to sign in, and nobody can: make a token with `empower token create`.",
    "必须登录，但尚无任何令牌：请用 `empower token create` 创建。",
)


def _missing(settings: Settings) -> list[Text]:
    missing = []
    if not settings.needs_sign_in:
        missing.append(
            Text(
                "nobody would have to sign in: take EMPOWER_SIGN_IN=0 away",
                "无需登录即可使用：请去掉 EMPOWER_SIGN_IN=0",
            )
        )
    elif not has_somebody(settings):
        missing.append(
            Text(
                "nobody could sign in: make a token (empower token create --role editor --name"
                " ...) or name an OpenID provider (EMPOWER_OIDC_ISSUER)",
                "无人可以登录：请创建令牌（empower token create --role editor --name …），"
                "或指定 OpenID 提供方（EMPOWER_OIDC_ISSUER）",
            )
        )
    if settings.tls_cert is None and not settings.proxy:
        missing.append(
            Text(
                "tokens would travel in the clear: give a certificate (--tls-cert FILE --tls-key"
                " FILE) or name the reverse proxy that encrypts (EMPOWER_PROXY=ADDRESS)",
                "令牌会以明文传输：请提供证书（--tls-cert 文件 --tls-key 文件），"
                "或指定负责加密的反向代理（EMPOWER_PROXY=地址）",
            )
        )
    return missing


def _require_whole(settings: Settings) -> None:
    """Refuse halves: a certificate without its key, a provider without an audience."""
    if (settings.tls_cert is None) != (settings.tls_key is None):
        raise BadParameterError(
            "TLS needs both a certificate and its key: --tls-cert FILE and --tls-key FILE"
            " (EMPOWER_TLS_CERT, EMPOWER_TLS_KEY).",
            "TLS 同时需要证书与私钥：--tls-cert 文件 与 --tls-key 文件"
            "（EMPOWER_TLS_CERT、EMPOWER_TLS_KEY）。",
            parameter="tls_cert",
        )
    if settings.oidc_issuer is not None and not settings.oidc_audience:
        raise BadParameterError(
            "EMPOWER_OIDC_ISSUER needs EMPOWER_OIDC_AUDIENCE: without it, a token that was made for"
            " another service would be taken here.",
            "设置 EMPOWER_OIDC_ISSUER 时必须设置 EMPOWER_OIDC_AUDIENCE："
            "否则签发给其他服务的令牌也会被接受。",
            parameter="oidc_audience",
        )


def _require_usable(certificate: Path, key: Path) -> None:
    """Load a certificate and its key, so that what is wrong is told before anything listens."""
    for path in (certificate, key):
        bootstrap.read_file(path, 1)
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(
            certificate, key, password=lambda: ""
        )
    except (ssl.SSLError, ValueError) as error:
        raise BadParameterError(
            f"{certificate} and {key} cannot be used for TLS: they must be PEM, the key without a"
            " password, and belong to one another.",
            f"{certificate} 与 {key} 无法用于 TLS：二者须为 PEM 格式、私钥不带密码且相互匹配。",
            parameter="tls_cert",
        ) from error
