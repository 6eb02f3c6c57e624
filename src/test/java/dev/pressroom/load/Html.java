package dev.pressroom.load;

import java.util.List;
import java.util.stream.Collectors;

/** Pieces of a page. Everything that comes from elsewhere goes through {@link #text}. */
final class Html {
    static final String STYLE = """
            :root { color-scheme: light dark; --paper: #f6f3ec; --sheet: #fffdf8; --ink: #1d1b18; --soft: #625c52;
              --line: #e2dccf; --bad: #b3261e; --good: #2f6b3c;
              --c0: #2a6f97; --c1: #c26a00; --c2: #a4243b; --c3: #4f772d; }
            @media (prefers-color-scheme: dark) {
              :root { --paper: #161512; --sheet: #1d1b18; --ink: #ebe6da; --soft: #a59d8e; --line: #36322b;
                --bad: #ff8a80; --good: #8cc79a; --c0: #6cb4dc; --c1: #f0a24a; --c2: #f07f92; --c3: #a3c76d; }
            }
            * { box-sizing: border-box; }
            body { margin: 0; background: var(--paper); color: var(--ink);
              font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif; }
            main { max-width: 76rem; margin: 0 auto; padding: 1.5rem; }
            h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2rem 0 .6rem; }
            p { margin: .3rem 0; color: var(--soft); }
            .figures { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.2rem 0; }
            .figures div { background: var(--sheet); border: 1px solid var(--line); border-radius: .5rem;
              padding: .5rem 1rem; min-width: 7rem; }
            .figures b { display: block; font-size: 1.4rem; font-variant-numeric: tabular-nums; }
            .figures span { color: var(--soft); font-size: .85rem; }
            .bad, .bad b { color: var(--bad); } .good, .good b { color: var(--good); }
            .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); gap: 1rem; }
            figure { margin: 0; background: var(--sheet); border: 1px solid var(--line); border-radius: .5rem;
              padding: .75rem; min-width: 0; }
            figcaption { font-size: .9rem; margin-bottom: .3rem; }
            svg { display: block; width: 100%; height: auto; }
            svg text { fill: var(--soft); font-size: 12px; font-variant-numeric: tabular-nums; }
            svg .y { text-anchor: end; } svg .x { text-anchor: middle; }
            .grid { stroke: var(--line); fill: none; } .mark { stroke: var(--ink); stroke-dasharray: 3 3; fill: none; }
            polyline { fill: none; stroke-width: 2; stroke-linejoin: round; }
            .c0 { stroke: var(--c0); } .c1 { stroke: var(--c1); } .c2 { stroke: var(--c2); } .c3 { stroke: var(--c3); }
            .tip { fill: transparent; } .tip:hover { fill: var(--ink); } .bar { fill: var(--c0); }
            .key { margin-left: .8rem; color: var(--soft); white-space: nowrap; }
            .key::before { content: ''; display: inline-block; width: .9em; height: .2em; margin-right: .4em;
              vertical-align: middle; background: currentColor; }
            .k0::before { background: var(--c0); } .k1::before { background: var(--c1); }
            .k2::before { background: var(--c2); } .k3::before { background: var(--c3); }
            .scroll { overflow-x: auto; }
            table { border-collapse: collapse; background: var(--sheet); font-variant-numeric: tabular-nums; }
            th, td { border: 1px solid var(--line); padding: .3rem .7rem; text-align: right; white-space: nowrap; }
            th:first-child, td:first-child { text-align: left; white-space: normal; } th { color: var(--soft); font-weight: 600; }
            """;

    private Html() {}

    static String text(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** @param lines the first of which is the head */
    static String table(List<List<String>> lines) {
        return "<div class=\"scroll\"><table><tr>" + cells("th", lines.get(0)) + "</tr>"
                + lines.stream()
                        .skip(1)
                        .map(line -> "<tr>" + cells("td", line) + "</tr>")
                        .collect(Collectors.joining("\n"))
                + "</table></div>\n";
    }

    private static String cells(String tag, List<String> cells) {
        return cells.stream()
                .map(cell ->
                        "<" + tag + (cell.equals("GROWS") ? " class=\"bad\">" : ">") + text(cell) + "</" + tag + ">")
                .collect(Collectors.joining());
    }

    /** A number with what it is; {@code mood} is empty, {@code good} or {@code bad}. */
    static String figure(String number, String says, String mood) {
        return "<div class=\"" + mood + "\"><b>" + text(number) + "</b><span>" + text(says) + "</span></div>";
    }
}
