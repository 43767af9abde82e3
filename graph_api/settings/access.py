"""The settings that say who may ask the service, and how they show who they are."""

from __future__ import annotations

from graph_api.settings.setting import Setting
from graph_api.settings.texts import Text
from graph_api.settings.values import (
    read_networks,
    read_origins,
    read_path,
    read_role,
    read_roles,
    read_safe_address,
    read_seconds,
    read_yes,
)

ACCESS: tuple[Setting, ...] = (
    Setting(
        "sign_in",
        "EMPOWER_SIGN_IN",
        None,
        Text(
            "1: everybody has to sign in; 0: nobody; otherwise everybody beyond loopback, and on it"
            " where a proxy or an OpenID provider is set.",
            "1：必须登录；0：无需登录；未设置时，非本机地址必须登录，本机仅在设置了代理或 OpenID"
            " 提供方时必须登录。",
        ),
        read_yes,
    ),
    Setting(
        "introspection",
        "EMPOWER_INTROSPECTION",
        "analyst",
        Text(
            "The least role that is shown the schema (__schema, __type) and the page at /graphql:"
            " reader, analyst, editor, admin.",
            "可查看模式（__schema、__type）与 /graphql 页面的最低角色："
            "reader、analyst、editor、admin。",
        ),
        read_role,
    ),
    Setting(
        "tls_cert",
        "EMPOWER_TLS_CERT",
        None,
        Text(
            "The file of the TLS certificate with its chain (PEM); needs EMPOWER_TLS_KEY.",
            "TLS 证书文件（含证书链，PEM）；须同时设置 EMPOWER_TLS_KEY。",
        ),
        read_path,
    ),
    Setting(
        "tls_key",
        "EMPOWER_TLS_KEY",
        None,
        Text("The file of the TLS key (PEM).", "TLS 私钥文件（PEM）。"),
        read_path,
    ),
    Setting(
        "proxy",
        "EMPOWER_PROXY",
        "",
        Text(
            "Addresses or networks of the reverse proxies that encrypt the way to this service;"
            " their X-Forwarded-For and -Proto are believed, and beyond loopback nobody else is"
            " answered without TLS.",
            "为本服务加密的反向代理的地址或网段；采信其 X-Forwarded-For 与 -Proto；"
            "非本机地址且无 TLS 时，只应答这些代理。",
        ),
        read_networks,
    ),
    Setting(
        "cors",
        "EMPOWER_CORS",
        "",
        Text(
            "Origins of other sites whose pages may ask this service (https://a.example), parted by"
            " commas; otherwise none.",
            "允许访问本服务的其他网站来源（https://a.example），以逗号分隔；默认不允许。",
        ),
        read_origins,
    ),
    Setting(
        "oidc_issuer",
        "EMPOWER_OIDC_ISSUER",
        None,
        Text(
            "The OpenID provider whose bearer tokens sign people in (its issuer, https).",
            "OpenID 提供方（issuer，https），其令牌可用于登录。",
        ),
        read_safe_address,
    ),
    Setting(
        "oidc_audience",
        "EMPOWER_OIDC_AUDIENCE",
        None,
        Text(
            "What the provider calls this service (aud); needed with EMPOWER_OIDC_ISSUER.",
            "提供方对本服务的称呼（aud）；设置 EMPOWER_OIDC_ISSUER 时必填。",
        ),
    ),
    Setting(
        "oidc_jwks",
        "EMPOWER_OIDC_JWKS",
        None,
        Text(
            "Where the provider's keys are; otherwise its configuration tells"
            " (/.well-known/openid-configuration).",
            "提供方公钥的地址；未设置时取自其配置（/.well-known/openid-configuration）。",
        ),
        read_safe_address,
    ),
    Setting(
        "oidc_role_claim",
        "EMPOWER_OIDC_ROLE_CLAIM",
        "roles",
        Text(
            "The claim that holds the role: a name, or a path with dots (realm_access.roles).",
            "令牌中存放角色的声明：名称，或以点分隔的路径（realm_access.roles）。",
        ),
    ),
    Setting(
        "oidc_roles",
        "EMPOWER_OIDC_ROLES",
        "",
        Text(
            "Which word of the claim is which role (street-editors=editor,staff=reader); otherwise"
            " the roles' own names.",
            "声明中的词与角色的对应（street-editors=editor,staff=reader）；未设置时用角色本名。",
        ),
        read_roles,
    ),
    Setting(
        "oidc_default_role",
        "EMPOWER_OIDC_DEFAULT_ROLE",
        None,
        Text(
            "The role of those whose token names none; otherwise they are refused.",
            "令牌未指明角色者的角色；未设置时拒绝。",
        ),
        read_role,
    ),
    Setting(
        "oidc_skew",
        "EMPOWER_OIDC_SKEW",
        "30",
        Text(
            "Seconds by which the clocks of provider and service may differ.",
            "提供方与本服务时钟允许相差的秒数。",
        ),
        read_seconds,
    ),
    Setting(
        "oidc_refetch",
        "EMPOWER_OIDC_REFETCH",
        "30",
        Text(
            "Seconds between two looks at the provider's keys, whatever keys tokens name.",
            "两次获取提供方公钥之间的最短秒数，无论出现多少未知公钥。",
        ),
        read_seconds,
    ),
)
"""They stand in `graph_api.settings.table.SETTINGS`; docs/reference/sign-in.md explains them."""
