// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.page;

/**
 * What all pages of the lab share: style, names of files, the switch of languages. A page needs no network and no font
 * of its own; pictures stay on white in a dark browser, and print as they look.
 */
public final class PageShell
{
    private static final String STYLE = """
        :root{color-scheme:light dark}
        body{font:16px/1.55 system-ui,"Noto Sans SC","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;\
        max-width:64rem;margin:2rem auto;padding:0 1rem;color:#212121;background:#fff}
        h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2.2rem;border-top:1px solid #bbb;padding-top:1rem}
        h3{font-size:1.02rem;margin:2rem 0 .3rem}
        .danger,.right,.start{padding:.5rem 1rem;border-left:5px solid #c62828;background:#fdecea;color:#212121}
        .right{border-color:#2e7d32;background:#e8f5e9}.start{border-color:#0d47a1;background:#e3f2fd}
        pre{background:#f5f5f5;color:#212121;padding:.6rem;font-size:.8rem;white-space:pre-wrap;overflow-wrap:anywhere}
        pre b{background:#ffe0b2;border-bottom:2px solid #e65100}
        table{border-collapse:collapse;margin:.6rem 0}
        td,th{border:1px solid #999;padding:.25rem .6rem;text-align:left;vertical-align:top}
        .bad{color:#b71c1c;font-weight:bold}a{color:#0d47a1}
        a.word{color:inherit;text-decoration:underline dotted;text-underline-offset:3px}
        .pair{display:flex;flex-wrap:wrap;gap:.4rem 1rem}figure{margin:.4rem 0;max-width:100%}
        figcaption{font-weight:bold;font-size:.9rem}
        svg{max-width:100%;height:auto;display:block;font-family:system-ui,"Noto Sans SC","Noto Sans CJK SC",sans-serif}
        svg .mono{font-family:ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace}
        .legend{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;font-size:.9rem}
        .key{display:inline-block;min-width:1.6rem;padding:0 .3rem;border:1px solid #616161;text-align:center;\
        color:#212121;font-family:ui-monospace,monospace}
        dt{font-weight:bold}dd{margin:0 0 .4rem 1.2rem}dt:target,dt:target+dd{background:#fff3c4;color:#212121}
        th{white-space:nowrap}
        @media (prefers-color-scheme:dark){body{color:#e0e0e0;background:#1b1b1b}a{color:#90caf9}.bad{color:#ef9a9a}\
        .danger a,.right a,.start a,pre a{color:#0d47a1}figure svg{background:#fff}}
        @media print{body{max-width:none;margin:0;padding:0;font-size:11pt;color:#000;background:#fff}\
        h2,h3,figcaption{break-after:avoid}figure,table,svg,.pair{break-inside:avoid}\
        .pair{flex-wrap:nowrap}.pair figure{flex:1 1 0;min-width:0}.wide{display:block}section h3{margin-top:1rem}\
        .wide svg{max-height:120mm}.nav{display:none}\
        a{color:inherit}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
        """;

    private final LessonTexts texts;

    public PageShell(final LessonTexts texts)
    {
        this.texts = texts;
    }

    public static String escape(final String text)
    {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    String file(final String id)
    {
        return texts.language() == LessonTexts.Language.EN ? id + ".html" : id + ".zh.html";
    }

    /** A link to the same page in the other language. */
    String other(final String id)
    {
        return texts.language() == LessonTexts.Language.EN ? "<a href=\"" + id + ".zh.html\">中文</a>" :
            "<a href=\"" + id + ".html\">English</a>";
    }

    String link(final String id, final String text)
    {
        return "<a href=\"" + file(id) + "\">" + escape(text) + "</a>";
    }

    public String open(final String title)
    {
        return "<!DOCTYPE html>\n<html lang=\"" + texts.language().code() +
            "\" xmlns=\"http://www.w3.org/1999/xhtml\"><head><meta charset=\"utf-8\"/>" +
            "<meta name=\"viewport\" content=\"width=device-width\"/><title>" +
            escape(title) + "</title><style>\n" + STYLE + "</style></head><body>\n";
    }

    public static String close()
    {
        return "</body></html>\n";
    }
}
