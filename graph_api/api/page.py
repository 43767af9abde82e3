"""What a person sees who opens ``/graphql`` in a browser: one page of our own, without scripts."""

from __future__ import annotations

import base64
import hashlib
from html import escape

EXAMPLE = """\
{
  scenario(key: "mutual-empowerment") {
    title(language: ZH)
    today: view { ...both }
    after: view(variant: "after_remedies") { ...both }
  }
}

fragment both on GraphView {
  pair(a: "residents", b: "street_office") {
    forward reverse mutual band
    explanation(language: ZH)
  }
}
"""

_STYLE = """\
body{font:1rem/1.6 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;\
color:#1b1b1b;background:#fff}
textarea{width:100%;box-sizing:border-box;font:.9rem/1.5 ui-monospace,monospace}
button{font:inherit;padding:.4rem 1rem}
code{font:.9em ui-monospace,monospace}
"""

PAGE = f"""\
<!doctype html>
<html lang="zh">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>empower · GraphQL</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>相互充权 <span lang="en">· Mutual empowerment</span></h1>
<p>这里是 GraphQL 服务：谁能为谁充权（双向）、链条断在哪里、如何补救。
用 POST 发送 JSON，或在下面直接查询。</p>
<p lang="en">This is a GraphQL service: who can empower whom, in both directions, and where the
chain breaks. Send JSON by POST, or ask here.</p>
<form action="/graphql" method="get">
<p><label for="query">查询 <span lang="en">Query</span></label></p>
<p><textarea id="query" name="query" rows="16" spellcheck="false">{escape(EXAMPLE)}</textarea></p>
<p><button type="submit">查询 <span lang="en">Ask</span></button></p>
</form>
<p>命令行 <span lang="en">· From a terminal:</span></p>
<p><code>curl -H 'content-type: application/json' \
-d '{{"query":"{{scenarios{{edges{{node{{key title}}}}}}}}"}}' \
http://127.0.0.1:8000/graphql</code></p>
<p><a href="/graphql?query=%7Blimits%7BmaxFirst%20maxDepth%20maxCost%20deadlineMs%7D%7D">限额
<span lang="en">Limits</span></a></p>
</main>
</body>
</html>
"""
"""The page; its form works without JavaScript, the answer is the JSON itself."""

_DIGEST = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

PAGE_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_DIGEST}'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)
"""What the page may load: its own style, and nothing else."""
