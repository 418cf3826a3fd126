package dev.kvlb.cli.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Pages as Markdown, with tables: they read well as they are, and a site is made of them. */
final class Markdown implements Markup {
    private final StringBuilder page = new StringBuilder();
    private boolean isInTable;

    @Override
    public void begin(String name, String header, List<String> synopsis) {
        page.append("# ").append(words(name)).append('\n');
        paragraph(header);
        literal(synopsis);
    }

    @Override
    public void section(String heading) {
        isInTable = false;
        page.append("\n## ").append(heading).append('\n');
    }

    @Override
    public void paragraph(String text) {
        isInTable = false;
        page.append('\n').append(escaped(text)).append('\n');
    }

    @Override
    public void literal(List<String> lines) {
        isInTable = false;
        page.append("\n```\n");
        lines.forEach(line -> page.append(line).append('\n'));
        page.append("```\n");
    }

    @Override
    public void item(String name, String value, List<String> says) {
        String term = name.isEmpty() || value.isEmpty() ? name + value : name + " " + value;
        row("`" + term.replace("|", "\\|") + "`", says);
    }

    @Override
    public void reference(String name, String header) {
        row("[`" + words(name) + "`](" + fileName(name) + ")", List.of(header));
    }

    @Override
    public void end(String parent) {
        page.append("\nAll commands: [`")
                .append(words(parent))
                .append("`](")
                .append(fileName(parent))
                .append(")\n");
    }

    @Override
    public String fileName(String name) {
        return name + ".md";
    }

    @Override
    public String text() {
        return page.toString();
    }

    private void row(String term, List<String> says) {
        if (!isInTable) {
            page.append("\n| | |\n|---|---|\n");
            isInTable = true;
        }
        List<String> escaped = new ArrayList<>();
        says.forEach(line -> escaped.add(escaped(line)));
        page.append("| ")
                .append(term)
                .append(" | ")
                .append(String.join("<br>", escaped))
                .append(" |\n");
    }

    private static String words(String name) {
        return name.replace('-', ' ');
    }

    private static String escaped(String text) {
        return text.codePoints().mapToObj(Markdown::escaped).collect(Collectors.joining());
    }

    private static String escaped(int character) {
        return switch (character) {
            case '<' -> "&lt;";
            case '\\', '`', '*', '_', '[', ']', '|', '{', '}' -> "\\" + Character.toString(character);
            default -> Character.toString(character);
        };
    }
}
