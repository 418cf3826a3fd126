package dev.kvlb.cli.bench;

/** Text within HTML and SVG. */
final class Markup {
    private Markup() {}

    /** Returns text that is shown as it is, also within quotes. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
