package dev.kvlb.cli.manual;

import java.util.List;
import java.util.Locale;

/** Pages of section 1 of the manual, as roff with the macros of man(7). */
final class Roff implements Markup {
    private final String version;
    private final StringBuilder page = new StringBuilder();

    /** Begins a page that names this program, with its version. */
    Roff(String version) {
        this.version = version;
    }

    @Override
    public void begin(String name, String header, List<String> synopsis) {
        line(".TH " + name.toUpperCase(Locale.ROOT) + " 1 \"\" \"" + version + "\" kvlb");
        section("Name");
        plain(name + " - " + header);
        section("Synopsis");
        literal(synopsis);
    }

    @Override
    public void section(String heading) {
        line(".SH " + escaped(heading.toUpperCase(Locale.ROOT)));
    }

    @Override
    public void paragraph(String text) {
        line(".PP");
        plain(text);
    }

    @Override
    public void literal(List<String> lines) {
        line(".PP");
        line(".nf");
        lines.forEach(this::plain);
        line(".fi");
    }

    @Override
    public void item(String name, String value, List<String> says) {
        String typed = name.isEmpty() ? "" : "\\fB" + escaped(name) + "\\fR";
        String meant = value.isEmpty() ? "" : "\\fI" + escaped(value) + "\\fR";
        term(typed.isEmpty() || meant.isEmpty() ? typed + meant : typed + " " + meant, says);
    }

    @Override
    public void reference(String name, String header) {
        term("\\fB" + escaped(name) + "\\fR(1)", List.of(header));
    }

    @Override
    public void end(String parent) {
        section("See also");
        line(".BR " + escaped(parent) + " (1)");
    }

    @Override
    public String fileName(String name) {
        return name + ".1";
    }

    @Override
    public String text() {
        return page.toString();
    }

    /** The term is escaped already. */
    private void term(String term, List<String> says) {
        line(".TP");
        line(term);
        for (int i = 0; i < says.size(); i++) {
            if (i > 0) {
                line(".br");
            }
            plain(says.get(i));
        }
    }

    private void plain(String text) {
        String escaped = escaped(text);
        // What begins so would be taken for a request.
        line(escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped);
    }

    private void line(String line) {
        page.append(line).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-");
    }
}
