"""Writes a sample as a web page, in three looks of office sites with their usual noise, and as text."""

from __future__ import annotations

from html import escape
from pathlib import Path

from samples.source import NOTICE, Block, Sample

PORTAL = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="{charset}"><title>{title}_{site}</title>
<style>body{{font-family:sans-serif;margin:0 auto;max-width:900px}}nav a{{margin-right:1em}}</style></head>
<body><header><h2>{site}</h2><nav><a href="#">首页</a><a href="#">机构概况</a><a href="#">政务公开</a>
<a href="#">办事服务</a><a href="#">互动交流</a></nav></header>
<div class="crumb">{crumb}</div>
<div class="article"><h1>{title}</h1>
<div class="meta">发布时间：{published}　来源：{site}　浏览次数：{views}次　字号：[大 中 小]</div>
<div class="content">
{content}
</div><div class="pager">上一篇：没有了　下一篇：关于节假日值班安排的通知</div></div>
<footer>主办：{site}　备案号：示例备00000000号　联系电话：0000-0000000</footer></body></html>
"""
CITY = """<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">
<title>{title}</title></head><body bgcolor="#ffffff">
<table width="760" align="center"><tr><td><b>{site}</b></td><td align="right">今天是星期三 欢迎您</td></tr>
<tr><td colspan="2">{crumb}</td></tr></table>
<table width="760" align="center"><tr><td align="center"><font size="5">{title}</font></td></tr>
<tr><td align="center">{published}　点击数：{views}　【打印】【关闭】</td></tr>
<tr><td>
{content}
</td></tr></table>
<center>版权所有：{site}　未经许可不得转载<br>您是第 {visits} 位访客</center></body></html>
"""
PLAIN = """<!DOCTYPE html>
<html><head><meta charset="{charset}"><title>{title}</title></head><body>
<p class="crumb">{crumb}</p>
<h1>{title}</h1>
<p class="info">{published} 阅读量 {views}</p>
<article>
{content}
</article>
<p>扫一扫在手机打开当前页</p></body></html>
"""
OFFICIAL = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title><style>
@page{{size:A4;margin:26mm 24mm}}
body{{font:16px/1.8 "Noto Serif CJK SC",serif}}h1{{text-align:center;font-size:24px}}
h2,h3,h4{{font-size:17px;margin:.6em 0 .2em}}p{{margin:.2em 0}}
p.notice{{color:#666;font-size:12px}}p.signature{{text-align:right}}
table{{border-collapse:collapse;width:100%}}td,th{{border:1px solid #333;padding:2px 6px}}
</style></head><body>
<p class="notice">{notice}</p><h1>{title}</h1>
{content}
</body></html>
"""
LOOKS = {"portal": PORTAL, "city": CITY, "plainsite": PLAIN}


def write_html(sample: Sample, path: Path) -> None:
    """Write the sample as a page of its office's site, in the charset of its settings."""
    meta = sample.meta
    lines = [f"<p>{NOTICE}</p>", *map(_as_html, _without_title(sample))]
    page = LOOKS[meta["style"]].format(
        charset=meta["encoding"],
        title=escape(meta.get("page_title", sample.title)),
        site=escape(meta["site"]),
        crumb=escape(meta["crumb"]),
        published=f"{sample.year + 1}-01-{10 + len(sample.title) % 15}",
        views=500 + 37 * len(sample.title),
        visits=100000 + 4321 * len(sample.title),
        content="\n".join(lines),
    )
    path.write_bytes(page.encode(meta["encoding"]))


def build_print_page(sample: Sample) -> str:
    """Return the page that is printed to PDF."""
    content = "\n".join(map(_as_html, _without_title(sample)))
    return OFFICIAL.format(title=escape(sample.title), notice=NOTICE, content=content)


def write_txt(sample: Sample, path: Path) -> None:
    """Write the sample as plain text, two full-width spaces before a paragraph, in its settings' charset."""
    lines = [NOTICE, ""]
    for block in sample.blocks:
        if block.kind == "table":
            lines += ["\t".join(row) for row in block.rows]
        else:
            indent = {"title": "　　　　", "signature": "　" * 20}.get(block.kind, "　　")
            lines.append(indent + block.text)
        if block.kind == "title":
            lines.append("")
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode(sample.meta["encoding"]))


def _without_title(sample: Sample) -> list[Block]:
    return [block for block in sample.blocks if block.kind != "title"]


def _as_html(block: Block) -> str:
    if block.kind == "table":
        head, *rows = block.rows
        return "\n".join(["<table>", _row(head, "th"), *(_row(row, "td") for row in rows), "</table>"])
    text = escape(block.text)
    if block.kind == "heading":
        return f"<h{block.level + 1}>{text}</h{block.level + 1}>"
    if block.kind == "signature":
        return f'<p class="signature" align="right">{text}</p>'
    return f"<p>　　{text}</p>"


def _row(cells: tuple[str, ...], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells) + "</tr>"
